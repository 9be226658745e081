// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Finishes sums of bytes: scale, bias, residual, activation, and the store of y as bytes or floats.
#pragma once

#include "kernels/cuda/epilogue.cuh"

namespace nightjar::kernels::cuda {

template <>
struct EightColumns<BytePair> {
  float scale[8], bias[8];

  __device__ EightColumns(const Contraction& problem, int n, int64_t offset) {
    const Epilogue& epilogue = problem.epilogue;
    load_eight(epilogue.bytes.scale, Element::kFloat32, offset + n, offset + problem.n, scale);
    load_eight(epilogue.bias, Element::kFloat32, offset + n, offset + problem.n, bias);
  }

  __device__ void store(float (&sums)[8], int n, int64_t at, const Contraction& problem) const {
    const int count = problem.n - n;
    float residual[8];
    load_residual(at, count, problem.epilogue, residual);
    finish(sums, residual, at, count, problem);
  }

  /// Eight values from `at` on, of which `count` are there; zeros where there is no residual.
  __device__ static void load_residual(int64_t at, int count, const Epilogue& epilogue,
                                       float (&values)[8]) {
    const Requantizing& bytes = epilogue.bytes;
    const bool is_byte = bytes.residual == Element::kInt8 || bytes.residual == Element::kUInt8;
    if (epilogue.residual == nullptr || !is_byte) {
      return load_eight(epilogue.residual, bytes.residual, at, at + count, values);
    }
    Run<uint8_t, 8> run = {};
    const auto* from = static_cast<const uint8_t*>(epilogue.residual) + at;
    if (count % 8 == 0) {
      run = *reinterpret_cast<const Run<uint8_t, 8>*>(from);
    } else {
      for (int i = 0; i < 8 && i < count; ++i) run.values[i] = from[i];
    }
    read_bytes(run, bytes, values);
  }
  /// What eight bytes of the residual stand for.
  __device__ static void read_bytes(const Run<uint8_t, 8>& run, const Requantizing& bytes,
                                    float (&values)[8]) {
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      const float byte = bytes.residual == Element::kInt8
                             ? to_float(static_cast<int8_t>(run.values[i]))
                             : to_float(run.values[i]);
      values[i] = (byte - bytes.residual_zero) * bytes.residual_scale;
    }
  }

  __device__ void finish(float (&sums)[8], const float (&residual)[8], int64_t at, int count,
                         const Contraction& problem) const {
#pragma unroll
    for (int i = 0; i < 8; ++i) sums[i] = fmaf(sums[i], scale[i], bias[i]) + residual[i];
    activate(sums, problem.epilogue);
    const Requantizing& bytes = problem.epilogue.bytes;
    switch (bytes.y) {
      case Element::kFloat32:
        return store_columns(static_cast<float*>(problem.y) + at, sums, count);
      case Element::kFloat16:
        return store_columns(static_cast<__half*>(problem.y) + at, sums, count);
      case Element::kBFloat16:
        return store_columns(static_cast<__nv_bfloat16*>(problem.y) + at, sums, count);
      case Element::kInt8:
        quantize(sums, bytes);
        return store_columns(static_cast<int8_t*>(problem.y) + at, sums, count);
      case Element::kUInt8:
        quantize(sums, bytes);
        return store_columns(static_cast<uint8_t*>(problem.y) + at, sums, count);
    }
  }

 private:
  __device__ static void quantize(float (&values)[8], const Requantizing& bytes) {
#pragma unroll
    for (int i = 0; i < 8; ++i) values[i] = rintf(values[i] * bytes.y_steps) + bytes.y_zero;
  }
};

}  // namespace nightjar::kernels::cuda
