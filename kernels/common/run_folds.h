// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Sums, products and extremes of runs of neighbours, in an order that vectorises.
#pragma once

#include <cstdint>

#include "kernels/common/clones.h"

namespace nightjar::kernels {

template <typename C>
NIGHTJAR_INLINE C sum_of_run(const C* run, int64_t count) {
  C sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) sum += run[i];
  return sum;
}

/// The sum of (run - mean)².
template <typename C>
NIGHTJAR_INLINE C squares_of_run(const C* run, int64_t count, C mean) {
  C sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) sum += (run[i] - mean) * (run[i] - mean);
  return sum;
}

template <typename C>
NIGHTJAR_INLINE C dot_of_runs(const C* a, const C* b, int64_t count) {
  C sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum;
}

/// The largest of `top` and the run. Whether NaN is passed over is left open.
template <typename C>
NIGHTJAR_INLINE C maximum_of_run(const C* run, int64_t count, C top) {
#pragma omp simd reduction(max : top)
  for (int64_t i = 0; i < count; ++i) top = run[i] > top ? run[i] : top;
  return top;
}

template <typename C>
NIGHTJAR_INLINE C minimum_of_run(const C* run, int64_t count, C bottom) {
#pragma omp simd reduction(min : bottom)
  for (int64_t i = 0; i < count; ++i) bottom = run[i] < bottom ? run[i] : bottom;
  return bottom;
}

template <typename C>
NIGHTJAR_INLINE bool has_nan(const C* run, int64_t count) {
  int found = 0;
#pragma omp simd reduction(| : found)
  for (int64_t i = 0; i < count; ++i) found |= run[i] != run[i];
  return found != 0;
}

}  // namespace nightjar::kernels
