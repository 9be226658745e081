// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The deform_conv family: a convolution of images whose windows are bent by offsets.
//
// Inputs   0 x [N, C, H, W]   1 weights [M, C / group, kH, kW]
//          2 offsets [N, offset groups * kH * kW * 2, oH, oW]: down, then right
//          3 bias [M] or absent   4 mask [N, offset groups * kH * kW, oH, oW] or absent
// Outputs  0 y [N, M, oH, oW]
// Attributes  group, offset_group, strides, pads (begins, then ends), dilations
// All of one floating type, row-major.
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"
#include "kernels/common/window.h"

namespace nightjar::kernels {

struct DeformConvProblem {
  int64_t group = 1, offset_group = 1;
  Window window;
  tensor::TensorDesc x, weights, offsets, bias, mask, y;  ///< Absent ones are undefined.

  static Result<DeformConvProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_deform_conv(std::vector<const Tactic*>& tactics);

namespace deform_conv {
Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);
}  // namespace deform_conv

}  // namespace nightjar::kernels
