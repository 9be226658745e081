// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Finishes a block's sums: scale, bias, residual, activation, and the store of y.
#pragma once

#include "kernels/cuda/element.cuh"

namespace nightjar::kernels::cuda {

template <typename T>
__device__ float finish(float sum, int n, const T* residual, const Contraction& problem,
                        int64_t bias_offset) {
  const Epilogue& epilogue = problem.epilogue;
  float value = sum * epilogue.alpha;
  if (epilogue.bias != nullptr) {
    value += load_as_float(epilogue.bias, epilogue.bias_type, bias_offset + n);
  }
  if (residual != nullptr) value += to_float(*residual);
  return activate(value, epilogue.activation, epilogue.activation_alpha, epilogue.activation_beta);
}

/// Eight neighbouring columns of row m, from column n on; `offset` is where they lie in y.
template <typename T>
__device__ void store_run(const float (&sums)[8], int n, int64_t offset, const Contraction& problem,
                          int64_t bias_offset) {
  T* y = static_cast<T*>(problem.y) + offset;
  const T* residual = static_cast<const T*>(problem.epilogue.residual);
  if (residual != nullptr) residual += offset;
  if (problem.n % 8 == 0) {
    Run<T, 8> run;
    if (residual != nullptr) run = *reinterpret_cast<const Run<T, 8>*>(residual);
#pragma unroll
    for (int i = 0; i < 8; ++i) {
      const T* added = residual == nullptr ? nullptr : &run.values[i];
      run.values[i] = from_float<T>(finish(sums[i], n + i, added, problem, bias_offset));
    }
    *reinterpret_cast<Run<T, 8>*>(y) = run;
    return;
  }
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    if (n + i >= problem.n) break;
    const T* added = residual == nullptr ? nullptr : residual + i;
    y[i] = from_float<T>(finish(sums[i], n + i, added, problem, bias_offset));
  }
}

}  // namespace nightjar::kernels::cuda
