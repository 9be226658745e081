// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The resize family: a grid sampled anew along its axes.
//
// Inputs   0 x    Outputs  0 y, of equal rank, row-major, any whole-byte numeric type each
// Attributes  mode (nearest, linear, cubic); coordinates (half_pixel, half_pixel_symmetric,
//          pytorch_half_pixel, align_corners, asymmetric, tf_half_pixel_for_nn,
//          tf_crop_and_resize); nearest (round_prefer_floor, round_prefer_ceil, floor, ceil);
//          cubic_coeff_a; antialias (1: what shrinks is read by a filter as wide as the shrinking,
//          linear and cubic only); exclude_outside; extrapolation_value; scales (an entry an axis,
//          or absent: the ratio of the extents); roi (all starts, then all ends;
//          tf_crop_and_resize)
// Interpolation is computed in float32.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class ResizeMode : uint8_t { kNearest, kLinear, kCubic };
enum class CoordinateMode : uint8_t {
  kHalfPixel,
  kHalfPixelSymmetric,
  kPytorchHalfPixel,
  kAlignCorners,
  kAsymmetric,
  kTfHalfPixelForNn,
  kTfCropAndResize,
};
enum class NearestMode : uint8_t { kRoundPreferFloor, kRoundPreferCeil, kFloor, kCeil };

struct ResizeProblem {
  ResizeMode mode = ResizeMode::kNearest;
  CoordinateMode coordinates = CoordinateMode::kHalfPixel;
  NearestMode nearest = NearestMode::kRoundPreferFloor;
  double cubic_coefficient = -0.75, extrapolation_value = 0;
  bool exclude_outside = false, antialias = false;
  std::vector<double> scales, roi;
  tensor::TensorDesc x, y;

  static Result<ResizeProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

/// By ONNX's names.
Result<ResizeMode> resize_mode_from_name(const std::string& name);
Result<CoordinateMode> coordinate_mode_from_name(const std::string& name);
Result<NearestMode> nearest_mode_from_name(const std::string& name);

void register_resize(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
