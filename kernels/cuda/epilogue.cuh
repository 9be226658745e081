// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Finishes a block's sums: scale, bias, residual, activation, and the store of y.
#pragma once

#include "kernels/cuda/arithmetic.cuh"
#include "kernels/cuda/element.cuh"

namespace nightjar::kernels::cuda {

/// The first `count` of eight neighbours; all are stored at once where that is aligned.
template <typename T>
__device__ void store_columns(T* y, const float (&values)[8], int count) {
  Run<T, 8> run;
#pragma unroll
  for (int i = 0; i < 8; ++i) run.values[i] = from_float<T>(values[i]);
  if (count % 8 == 0) {
    *reinterpret_cast<Run<T, 8>*>(y) = run;
    return;
  }
#pragma unroll
  for (int i = 0; i < 8; ++i) {
    if (i < count) y[i] = run.values[i];
  }
}

/// Eight neighbouring columns from column n on; `offset` is where they lie in y.
template <typename T>
__device__ void store_run(float (&values)[8], const float (&bias)[8], int n, int64_t offset,
                          const Contraction& problem) {
  const T* residual = static_cast<const T*>(problem.epilogue.residual);
  const bool is_whole = problem.n % 8 == 0;
  Run<T, 8> run;
#pragma unroll
  for (int i = 0; i < 8; ++i) values[i] = values[i] * problem.epilogue.alpha + bias[i];
  if (residual != nullptr) {
    residual += offset;
    if (is_whole) {
      run = *reinterpret_cast<const Run<T, 8>*>(residual);
    } else {
#pragma unroll
      for (int i = 0; i < 8; ++i) run.values[i] = residual[n + i < problem.n ? i : 0];
    }
#pragma unroll
    for (int i = 0; i < 8; ++i) values[i] += to_float(run.values[i]);
  }
  activate(values, problem.epilogue);
  if (problem.wide_y) {
    store_columns(static_cast<float*>(problem.y) + offset, values, problem.n - n);
  } else {
    store_columns(static_cast<T*>(problem.y) + offset, values, problem.n - n);
  }
}

/// What eight neighbouring columns meet, from column n on; `offset` moves the bias.
template <typename T>
struct EightColumns {
  float bias[8];

  __device__ EightColumns(const Contraction& problem, int n, int64_t offset) {
    load_eight(problem.epilogue.bias, problem.epilogue.bias_type, offset + n, offset + problem.n,
               bias);
  }
  /// Finishes and stores a row's sums at `at` in y.
  __device__ void store(float (&sums)[8], int n, int64_t at, const Contraction& problem) const {
    store_run<typename Arithmetic<T>::Value>(sums, bias, n, at, problem);
  }
};

/// Adds eight sums of every block of a cluster, the own `part` first; sums_of(block) reads them. A
/// few are on their way at a time: another block's shared memory is far.
template <typename SumsOf>
__device__ void add_from_cluster(float (&sums)[8], int part, int split, SumsOf sums_of) {
  constexpr int kAtATime = 4;
  for (int first = 0; first < split; first += kAtATime) {
    Run<float, 8> theirs[kAtATime];
#pragma unroll
    for (int i = 0; i < kAtATime; ++i) {
      theirs[i] = first + i < split ? sums_of((part + first + i) % split) : Run<float, 8>{};
    }
#pragma unroll
    for (int i = 0; i < kAtATime; ++i) {
#pragma unroll
      for (int k = 0; k < 8; ++k) sums[k] += theirs[i].values[k];
    }
  }
}

}  // namespace nightjar::kernels::cuda
