// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the tensor cores multiply: types of 16 bits as they are, others counted in two bytes, so
// that one walk over tiles serves all of them.
#pragma once

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include <cstdint>

namespace nightjar::kernels::cuda {

/// Two neighbours of int8.
struct BytePair {
  uint16_t bits;
};

/// Half of a float32, which is rounded to TF32 on its way into the product.
struct FloatHalf {
  uint16_t bits;
};

/// Half of a float32 that is multiplied as the sum of two TF32 numbers. What the second rounding
/// loses, and the product of the two rests, are below float32's own rounding: Ootomo and Yokota,
/// "Recovering single precision accuracy from Tensor Cores", 2022.
struct SplitHalf {
  uint16_t bits;
};

/// What is summed in, and what y and the residual are unless the epilogue says otherwise.
template <typename T>
struct Arithmetic {
  using Sum = float;
  using Value = T;
};
template <>
struct Arithmetic<BytePair> {
  using Sum = int32_t;
  using Value = int8_t;
};
template <>
struct Arithmetic<FloatHalf> {
  using Sum = float;
  using Value = float;
};

template <>
struct Arithmetic<SplitHalf> : Arithmetic<FloatHalf> {};

__device__ inline uint32_t to_tf32(uint32_t bits) {
  uint32_t rounded;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(rounded) : "r"(bits));
  return rounded;
}

/// Four registers of an operand, as loaded and as they are multiplied.
template <typename T>
struct Fragment {
  uint32_t bits[4];
  __device__ void round() {}
};
template <>
struct Fragment<FloatHalf> {
  uint32_t bits[4];
  __device__ void round() {
#pragma unroll
    for (int i = 0; i < 4; ++i) bits[i] = to_tf32(bits[i]);
  }
};
template <>
struct Fragment<SplitHalf> {
  uint32_t bits[4], rest[4];
  __device__ void round() {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      const uint32_t rounded = to_tf32(bits[i]);
      rest[i] = to_tf32(__float_as_uint(__uint_as_float(bits[i]) - __uint_as_float(rounded)));
      bits[i] = rounded;
    }
  }
};

/// sum[16x8] += a[16x16] b[16x8], k counted in two bytes.
__device__ inline void multiply_add(float (&sum)[4], const uint32_t (&a)[4], uint32_t b0,
                                    uint32_t b1, __half) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
__device__ inline void multiply_add(float (&sum)[4], const uint32_t (&a)[4], uint32_t b0,
                                    uint32_t b1, __nv_bfloat16) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
__device__ inline void multiply_add(float (&sum)[4], const uint32_t (&a)[4], uint32_t b0,
                                    uint32_t b1, FloatHalf) {
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}
__device__ inline void multiply_add(int32_t (&sum)[4], const uint32_t (&a)[4], uint32_t b0,
                                    uint32_t b1, BytePair) {
  asm volatile(
      "mma.sync.aligned.m16n8k32.row.col.s32.s8.s8.s32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, "
      "{%0,%1,%2,%3};"
      : "+r"(sum[0]), "+r"(sum[1]), "+r"(sum[2]), "+r"(sum[3])
      : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

/// sum[16x8] += a[16x16] times columns 8 * half … of b[16x16].
template <typename T, typename Sum>
__device__ void multiply_add(Sum (&sum)[4], const Fragment<T>& a, const Fragment<T>& b, int half) {
  multiply_add(sum, a.bits, b.bits[2 * half], b.bits[2 * half + 1], T());
}
/// The small products first. Tensor cores cut sums off instead of rounding them, so that long ones
/// are added outside.
template <>
__device__ inline void multiply_add(float (&sum)[4], const Fragment<SplitHalf>& a,
                                    const Fragment<SplitHalf>& b, int half) {
  const int first = 2 * half, second = 2 * half + 1;
  float part[4] = {};
  multiply_add(part, a.rest, b.bits[first], b.bits[second], FloatHalf());
  multiply_add(part, a.bits, b.rest[first], b.rest[second], FloatHalf());
  multiply_add(part, a.bits, b.bits[first], b.bits[second], FloatHalf());
#pragma unroll
  for (int i = 0; i < 4; ++i) sum[i] += part[i];
}

}  // namespace nightjar::kernels::cuda
