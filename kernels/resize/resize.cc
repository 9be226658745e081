// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/resize/resize.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/resize/resize_plain.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/resize/resize_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 3> kModes = {"nearest", "linear", "cubic"};
constexpr std::array<std::string_view, 7> kCoordinates = {
    "half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners",
    "asymmetric", "tf_half_pixel_for_nn", "tf_crop_and_resize"};
constexpr std::array<std::string_view, 4> kNearest = {"round_prefer_floor", "round_prefer_ceil",
                                                      "floor", "ceil"};

template <typename Enum, size_t kCount>
Result<Enum> from_name(const std::array<std::string_view, kCount>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return invalid_input(fmt::format("resize knows no '{}'.", name));
  return static_cast<Enum>(found - names.begin());
}

template <typename Enum, size_t kCount>
std::string text_of(const std::array<std::string_view, kCount>& names, Enum value) {
  return std::string(names[static_cast<size_t>(value)]);
}

bool supports(const Problem& problem) { return ResizeProblem::from_problem(problem).ok(); }

}  // namespace

Result<ResizeMode> resize_mode_from_name(const std::string& name) {
  return from_name<ResizeMode>(kModes, name);
}
Result<CoordinateMode> coordinate_mode_from_name(const std::string& name) {
  return from_name<CoordinateMode>(kCoordinates, name);
}
Result<NearestMode> nearest_mode_from_name(const std::string& name) {
  return from_name<NearestMode>(kNearest, name);
}

Result<ResizeProblem> ResizeProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 1 || problem.outputs.size() != 1) {
    return invalid_input("resize takes one input and gives one output.");
  }
  const auto& attributes = problem.attributes;
  ResizeProblem parsed;
  NIGHTJAR_ASSIGN(parsed.mode, resize_mode_from_name(attributes.get_string("mode", "nearest")));
  NIGHTJAR_ASSIGN(parsed.coordinates,
                  coordinate_mode_from_name(attributes.get_string("coordinates", "half_pixel")));
  NIGHTJAR_ASSIGN(parsed.nearest,
                  nearest_mode_from_name(attributes.get_string("nearest", "round_prefer_floor")));
  parsed.cubic_coefficient = attributes.get_float("cubic_coeff_a", -0.75);
  parsed.extrapolation_value = attributes.get_float("extrapolation_value", 0);
  parsed.exclude_outside = attributes.get_int("exclude_outside", 0) != 0;
  parsed.antialias = parsed.mode != ResizeMode::kNearest && attributes.get_int("antialias", 0) != 0;
  parsed.scales = attributes.get_floats("scales");
  parsed.roi = attributes.get_floats("roi");
  parsed.x = problem.inputs[0];
  parsed.y = problem.outputs[0];
  const size_t rank = parsed.x.shape.size();
  const bool crops = parsed.coordinates == CoordinateMode::kTfCropAndResize;
  if (parsed.y.shape.size() != rank || rank > 16 ||
      (!parsed.scales.empty() && parsed.scales.size() != rank) ||
      parsed.roi.size() != (crops ? 2 * rank : 0)) {
    return invalid_input("resize: ranks, scales and roi do not fit: " + problem.to_string() + ".");
  }
  if (!is_convertible(parsed.x.type) || parsed.x.type != parsed.y.type) {
    return invalid_input("resize: x and y must be of one numeric type.");
  }
  return parsed;
}

Problem ResizeProblem::to_problem() const {
  Problem problem{.family = "resize", .attributes = {}, .inputs = {x}, .outputs = {y}};
  auto& attributes = problem.attributes;
  attributes.set("mode", text_of(kModes, mode));
  attributes.set("coordinates", text_of(kCoordinates, coordinates));
  if (mode == ResizeMode::kNearest) attributes.set("nearest", text_of(kNearest, nearest));
  if (mode == ResizeMode::kCubic) attributes.set("cubic_coeff_a", cubic_coefficient);
  if (exclude_outside) attributes.set("exclude_outside", int64_t{1});
  if (antialias && mode != ResizeMode::kNearest) attributes.set("antialias", int64_t{1});
  if (!scales.empty()) attributes.set("scales", scales);
  if (coordinates == CoordinateMode::kTfCropAndResize) {
    attributes.set("roi", roi);
    attributes.set("extrapolation_value", extrapolation_value);
  }
  return problem;
}

void register_resize(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("resize", supports, resize::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(resize_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
