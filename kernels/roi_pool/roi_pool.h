// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The roi_pool family: regions of an image pooled to one size.
//
// Inputs   0 x [N, C, H, W], floating   1 rois: regions in x's type   2 batch indices [R], int64 or
//          int32 (align only)
// Outputs  0 y [R, C, pooled height, pooled width], of x's type
// Attributes  spatial_scale, and `kind`:
//   align_average, align_max  rois [R, 4] (left, top, right, bottom); each bin pools interpolated
//                     samples: sampling_ratio of them along each axis, 0: as many as the bin is
//                     long; half_pixel (1: pixels have their middles at halves)
//   max               rois [R, 5] (batch index in front): each bin pools whole pixels
// All tensors are row-major.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class RoiPoolKind : uint8_t { kAlignAverage, kAlignMax, kMax };

struct RoiPoolProblem {
  RoiPoolKind kind = RoiPoolKind::kAlignAverage;
  double spatial_scale = 1;
  int64_t sampling_ratio = 0;
  bool half_pixel = true;
  tensor::TensorDesc x, rois, batch_indices, y;  ///< No batch indices with kMax.

  static Result<RoiPoolProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_roi_pool(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
