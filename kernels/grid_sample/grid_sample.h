// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The grid_sample family: an image read at places that another tensor names.
//
// Inputs   0 x [N, C, spatial...] of 1 to 3 spatial axes, any whole-byte numeric type
//          1 grid [N, places..., spatial rank], floating: coordinates from -1 to 1, the innermost
//            axis first
// Outputs  0 y [N, C, places...], of x's type
// Attributes  mode (nearest, linear, cubic), padding (zeros, border, reflection), align_corners
// All tensors are row-major.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class SampleMode : uint8_t { kNearest, kLinear, kCubic };
enum class SamplePadding : uint8_t { kZeros, kBorder, kReflection };

struct GridSampleProblem {
  SampleMode mode = SampleMode::kLinear;
  SamplePadding padding = SamplePadding::kZeros;
  bool align_corners = false;
  tensor::TensorDesc x, grid, y;

  static Result<GridSampleProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

/// By ONNX's names.
Result<SampleMode> sample_mode_from_name(const std::string& name);
Result<SamplePadding> sample_padding_from_name(const std::string& name);

void register_grid_sample(std::vector<const Tactic*>& tactics);

namespace grid_sample {
Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);
}  // namespace grid_sample

}  // namespace nightjar::kernels
