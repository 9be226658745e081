// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The pool family: the maximum, average or p-norm of every window over 1 to 3 spatial axes.
//
// Inputs   0 x [N, C, spatial...] in any layout
// Outputs  0 y [N, C, spatial...], of x's type and any layout; its extents say whether the last
//            windows overhang (ceil mode)
//          1 indices, int64 and row-major, of y's extents, or absent; only for max: where each
//            maximum lies in the whole of x, counted in row-major order, or with storage_order 1
//            with the spatial axes of an image counted first axis fastest
// Attributes  kind (max, average, lp), kernel, strides, pads (begins, then ends), dilations,
//          count_include_pad (average: padding counts in the divisor), p (lp), storage_order
// Types are float32 and bfloat16; the plain tactic also takes float16, float64 and integers of 8 to
// 32 bits.
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"
#include "kernels/common/window.h"

namespace nightjar::kernels {

enum class PoolKind : uint8_t { kMax, kAverage, kLp };

struct PoolProblem {
  tensor::TensorDesc x, y, indices;  ///< Type kUndefined for absent indices.
  PoolKind kind = PoolKind::kMax;
  tensor::Dims kernel;
  Window window;
  bool count_include_pad = false;
  bool column_major_indices = false;
  int64_t p = 2;

  bool has_indices() const { return indices.type != tensor::DataType::kUndefined; }

  static Result<PoolProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_pool(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
