// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Element types on the GPU: conversion to and from float, runs of 16 bytes, activations.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

#include "kernels/common/activation_kind.h"
#include "kernels/cuda/contraction.h"

namespace nightjar::kernels::cuda {

__device__ inline float to_float(float x) { return x; }
__device__ inline float to_float(__half x) { return __half2float(x); }
__device__ inline float to_float(__nv_bfloat16 x) { return __bfloat162float(x); }
__device__ inline float to_float(int8_t x) { return static_cast<float>(x); }
__device__ inline float to_float(uint8_t x) { return static_cast<float>(x); }

template <typename T>
__device__ T from_float(float x);
template <>
__device__ inline float from_float<float>(float x) {
  return x;
}
template <>
__device__ inline __half from_float<__half>(float x) {
  return __float2half_rn(x);
}
template <>
__device__ inline __nv_bfloat16 from_float<__nv_bfloat16>(float x) {
  return __float2bfloat16_rn(x);
}

/// To the nearest of the byte's values, ties to even ones; NaN is zero.
template <>
__device__ inline int8_t from_float<int8_t>(float x) {
  int32_t byte;
  asm("cvt.rni.sat.s8.f32 %0, %1;" : "=r"(byte) : "f"(x));
  return static_cast<int8_t>(byte);
}
template <>
__device__ inline uint8_t from_float<uint8_t>(float x) {
  uint32_t byte;
  asm("cvt.rni.sat.u8.f32 %0, %1;" : "=r"(byte) : "f"(x));
  return static_cast<uint8_t>(byte);
}

/// Two neighbours in one register, and back.
template <typename T>
__device__ uint32_t pack(float low, float high);
template <>
__device__ inline uint32_t pack<__half>(float low, float high) {
  const __half2 pair = __floats2half2_rn(low, high);
  return *reinterpret_cast<const uint32_t*>(&pair);
}
template <>
__device__ inline uint32_t pack<__nv_bfloat16>(float low, float high) {
  const __nv_bfloat162 pair = __floats2bfloat162_rn(low, high);
  return *reinterpret_cast<const uint32_t*>(&pair);
}
template <typename T>
__device__ float2 unpack(uint32_t pair);
template <>
__device__ inline float2 unpack<__half>(uint32_t pair) {
  return __half22float2(*reinterpret_cast<const __half2*>(&pair));
}
template <>
__device__ inline float2 unpack<__nv_bfloat16>(uint32_t pair) {
  return __bfloat1622float2(*reinterpret_cast<const __nv_bfloat162*>(&pair));
}

/// kCount neighbours, moved in pieces of 16 bytes where they are that long.
template <typename T, int kCount>
struct alignas(sizeof(T) * kCount < 16 ? sizeof(T) * kCount : 16) Run {
  T values[kCount];
};

__device__ inline float load_as_float(const void* base, Element type, int64_t index) {
  if (type == Element::kFloat32) return static_cast<const float*>(base)[index];
  if (type == Element::kFloat16) return to_float(static_cast<const __half*>(base)[index]);
  return to_float(static_cast<const __nv_bfloat16*>(base)[index]);
}

inline constexpr float kLog2E = 1.44269504f;

__device__ inline float fast_reciprocal(float x) {
  float result;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}

/// 2^x; results too small for a normal number are zero.
__device__ inline float fast_exp2(float x) {
  float result;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}

__device__ inline float sigmoid(float x) { return fast_reciprocal(1.0f + fast_exp2(-kLog2E * x)); }

/// erf, off by 2e-7 at most: formula 7.1.26 of Abramowitz and Stegun, "Handbook of Mathematical
/// Functions". Without branches, a third of the instructions of erff.
__device__ inline float fast_erf(float x) {
  const float t = fast_reciprocal(fmaf(0.3275911f, fabsf(x), 1.0f));
  float sum = fmaf(1.061405429f, t, -1.453152027f);
  sum = fmaf(sum, t, 1.421413741f);
  sum = fmaf(sum, t, -0.284496736f);
  sum = fmaf(sum, t, 0.254829592f);
  const float rest = sum * t * fast_exp2(-kLog2E * x * x);
  return copysignf(1.0f - rest, x);
}

/// A NaN stays one, as in the plain answers.
__device__ inline float clip(float x, float low, float high) {
  x = x < low ? low : x;
  return x > high ? high : x;
}

__device__ inline float gelu(float x) { return 0.5f * x * (1.0f + fast_erf(x * 0.70710678f)); }
__device__ inline float gelu_tanh(float x) {
  return x * sigmoid(1.5957691f * (x + 0.044715f * x * x * x));
}

/// Calls use(f) with the function of the activation: the kind is looked at once for many values.
template <typename Use>
__device__ void with_activation(int32_t kind, float alpha, float beta, Use use) {
  switch (static_cast<ActivationKind>(kind)) {
    case ActivationKind::kNone:
      return use([](float x) { return x; });
    case ActivationKind::kRelu:
      return use([](float x) { return x < 0.0f ? 0.0f : x; });
    case ActivationKind::kClip:
      return use([=](float x) { return clip(x, alpha, beta); });
    case ActivationKind::kSigmoid:
      return use([](float x) { return sigmoid(x); });
    case ActivationKind::kTanh:
      return use([](float x) { return tanhf(x); });
    case ActivationKind::kHardSwish:
      return use([](float x) { return x * clip(x / 6.0f + 0.5f, 0.0f, 1.0f); });
    case ActivationKind::kHardSigmoid:
      return use([=](float x) { return clip(alpha * x + beta, 0.0f, 1.0f); });
    case ActivationKind::kSilu:
      return use([](float x) { return x * sigmoid(x); });
    case ActivationKind::kGelu:
      return use([](float x) { return gelu(x); });
    case ActivationKind::kGeluTanh:
      return use([](float x) { return gelu_tanh(x); });
    case ActivationKind::kLeakyRelu:
      return use([=](float x) { return x < 0.0f ? alpha * x : x; });
    case ActivationKind::kElu:
      return use([=](float x) { return x < 0.0f ? alpha * expm1f(x) : x; });
  }
}

template <int kCount>
__device__ void activate(float (&values)[kCount], const Epilogue& epilogue) {
  with_activation(epilogue.activation, epilogue.activation_alpha, epilogue.activation_beta,
                  [&](auto function) {
#pragma unroll
                    for (int i = 0; i < kCount; ++i) values[i] = function(values[i]);
                  });
}

/// kCount neighbours at a multiple of kCount, aligned as such.
template <int kCount>
__device__ void load_run(const void* base, Element type, int64_t index, float (&values)[kCount]) {
  const auto fill = [&](auto type_of) {
    using T = decltype(type_of);
    const auto run = *reinterpret_cast<const Run<T, kCount>*>(static_cast<const T*>(base) + index);
#pragma unroll
    for (int i = 0; i < kCount; ++i) values[i] = to_float(run.values[i]);
  };
  if (type == Element::kFloat32) fill(float());
  if (type == Element::kFloat16) fill(__half());
  if (type == Element::kBFloat16) fill(__nv_bfloat16());
}

/// Eight neighbours from column n on, zeros behind the last of `count`.
template <typename T>
__device__ void fill_eight(const T* base, int64_t n, int64_t count, float (&values)[8]) {
  const T* from = base + n;
  if (n + 8 <= count && reinterpret_cast<uintptr_t>(from) % alignof(Run<T, 8>) == 0) {
    const auto run = *reinterpret_cast<const Run<T, 8>*>(from);
#pragma unroll
    for (int i = 0; i < 8; ++i) values[i] = to_float(run.values[i]);
    return;
  }
#pragma unroll
  for (int i = 0; i < 8; ++i) values[i] = n + i < count ? to_float(from[i]) : 0.0f;
}

/// The same of a float type; zeros where there is no base.
__device__ inline void load_eight(const void* base, Element type, int64_t n, int64_t count,
                                  float (&values)[8]) {
#pragma unroll
  for (int i = 0; i < 8; ++i) values[i] = 0.0f;
  if (base == nullptr) return;
  if (type == Element::kFloat32) fill_eight(static_cast<const float*>(base), n, count, values);
  if (type == Element::kFloat16) fill_eight(static_cast<const __half*>(base), n, count, values);
  if (type == Element::kBFloat16) {
    fill_eight(static_cast<const __nv_bfloat16*>(base), n, count, values);
  }
}

}  // namespace nightjar::kernels::cuda
