// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/shares_row.h"

#include <algorithm>
#include <limits>

#include "kernels/common/run_folds.h"
#include "kernels/common/vector_math.h"

namespace nightjar::kernels::attention {
namespace {

NIGHTJAR_CLONES float raise(float* row, int64_t count, float top) {
  float sum = 0;
#pragma omp simd reduction(+ : sum)
  for (int64_t i = 0; i < count; ++i) {
    row[i] = fast_exp(row[i] - top);
    sum += row[i];
  }
  return sum;
}

NIGHTJAR_CLONES float maximum(const float* row, int64_t count, float top) {
  return maximum_of_run(row, count, top);
}

}  // namespace

float exponentials(float* row, int64_t count) {
  constexpr float kHidden = -std::numeric_limits<float>::infinity();
  const float top = maximum(row, count, kHidden);
  if (top == kHidden && std::all_of(row, row + count, [](float x) { return x == kHidden; })) {
    std::fill(row, row + count, 0.0f);
    return 0;
  }
  return 1 / raise(row, count, top);
}

}  // namespace nightjar::kernels::attention
