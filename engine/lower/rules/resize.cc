// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Resize (X, roi, scales, sizes).
#include "kernels/resize/resize.h"

#include <numeric>

#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::ResizeProblem;
using tensor::Layout;

Result<std::vector<size_t>> resized_axes(const Lowering& lowering) {
  std::vector<int64_t> axes(lowering.rank());
  std::iota(axes.begin(), axes.end(), 0);
  if (lowering.attributes().has("axes")) axes = lowering.attributes().get_ints("axes");
  std::vector<size_t> wrapped;
  for (const int64_t axis : axes) {
    NIGHTJAR_ASSIGN(const int normal, network::normalize_axis(axis, lowering.rank()));
    wrapped.push_back(static_cast<size_t>(normal));
  }
  return wrapped;
}

/// Constant floats of input `index`; empty when it is absent or has no elements.
Result<std::vector<double>> floats_of(const Lowering& lowering, size_t index, const char* what) {
  if (!lowering.has_input(index)) return std::vector<double>();
  if (tensor::element_count(lowering.input(index).desc.shape).constant() == 0) {
    return std::vector<double>();
  }
  const tensor::HostTensor* constant = lowering.constant(index);
  if (constant == nullptr) return not_yet_known(std::string(what) + " must be constant");
  const std::vector<float> values = constant->to_floats();
  return std::vector<double>(values.begin(), values.end());
}

/// Entries by logical axis to entries by axis in memory.
std::vector<double> in_memory_order(const std::vector<double>& logical, Layout layout,
                                    double neutral) {
  const auto rank = static_cast<int>(logical.size());
  std::vector<double> physical(logical.size() + (layout == Layout::kChannelsBlocked16 ? 1 : 0),
                               neutral);
  for (int axis = 0; axis < rank; ++axis) {
    physical[static_cast<size_t>(tensor::physical_axis(layout, rank, axis))] =
        logical[static_cast<size_t>(axis)];
  }
  return physical;
}

Status read_modes(const Lowering& lowering, ResizeProblem& problem) {
  const auto& attributes = lowering.attributes();
  NIGHTJAR_ASSIGN(problem.mode,
                  kernels::resize_mode_from_name(attributes.get_string("mode", "nearest")));
  NIGHTJAR_ASSIGN(problem.coordinates, kernels::coordinate_mode_from_name(attributes.get_string(
                                           "coordinate_transformation_mode", "half_pixel")));
  NIGHTJAR_ASSIGN(problem.nearest, kernels::nearest_mode_from_name(attributes.get_string(
                                       "nearest_mode", "round_prefer_floor")));
  problem.cubic_coefficient = attributes.get_float("cubic_coeff_a", -0.75);
  problem.extrapolation_value = attributes.get_float("extrapolation_value", 0);
  problem.exclude_outside = attributes.get_int("exclude_outside", 0) != 0;
  problem.antialias = attributes.get_int("antialias", 0) != 0;
  return {};
}

/// With a policy, all axes share the scale that the output's extents came from.
Result<std::vector<double>> kept_ratio(const Lowering& lowering, const std::vector<size_t>& axes) {
  const std::string policy =
      lowering.attributes().get_string("keep_aspect_ratio_policy", "stretch");
  if (policy == "stretch" || !lowering.has_input(3)) return std::vector<double>();
  NIGHTJAR_ASSIGN(const auto sizes, lowering.integers(3, "the sizes"));
  double common = 0;
  for (size_t i = 0; i < axes.size() && i < sizes.size(); ++i) {
    const auto extent = lowering.input(0).desc.shape[axes[i]].constant();
    if (!extent || *extent == 0) return not_yet_known("its extents must be known");
    const double scale = static_cast<double>(sizes[i]) / static_cast<double>(*extent);
    const bool is_better = policy == "not_larger" ? scale < common : scale > common;
    if (i == 0 || is_better) common = scale;
  }
  return std::vector<double>(axes.size(), common);
}

Result<LoweredOp> lower_resize(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_one_layout());
  const Layout layout = lowering.output().desc.layout;
  const size_t rank = lowering.rank();
  ResizeProblem problem;
  NIGHTJAR_TRY(read_modes(lowering, problem));
  NIGHTJAR_ASSIGN(const auto axes, resized_axes(lowering));
  NIGHTJAR_ASSIGN(auto scales, floats_of(lowering, 2, "scales"));
  if (scales.empty()) {
    NIGHTJAR_ASSIGN(scales, kept_ratio(lowering, axes));
  }
  if (!scales.empty()) {
    if (scales.size() != axes.size()) return invalid_input("a scale is wanted for each axis");
    std::vector<double> spread(rank, 1.0);
    for (size_t i = 0; i < axes.size(); ++i) spread[axes[i]] = scales[i];
    problem.scales = in_memory_order(spread, layout, 1.0);
  }
  if (problem.coordinates == kernels::CoordinateMode::kTfCropAndResize) {
    NIGHTJAR_ASSIGN(const auto roi, floats_of(lowering, 1, "the region"));
    if (roi.size() != 2 * axes.size()) return invalid_input("two bounds are wanted for each axis");
    std::vector<double> starts(rank, 0.0), ends(rank, 1.0);
    for (size_t i = 0; i < axes.size(); ++i) {
      starts[axes[i]] = roi[i];
      ends[axes[i]] = roi[axes.size() + i];
    }
    problem.roi = in_memory_order(starts, layout, 0.0);
    const auto last = in_memory_order(ends, layout, 1.0);
    problem.roi.insert(problem.roi.end(), last.begin(), last.end());
  }
  lowering.add_step(problem.to_problem(), {lowering.input_in_memory(0)},
                    {lowering.output_in_memory()});
  return lowering.take();
}

/// Blocked channels must not be resized.
bool resize_layout(const Lowering& lowering, Layout layout) {
  const auto &from = lowering.input(0).desc.shape, &to = lowering.output().desc.shape;
  return tensor::layout_fits(layout, from) && tensor::layout_fits(layout, to) && from[1] == to[1] &&
         lowering.constant(0) == nullptr;
}

}  // namespace

void add_resize_rules(RuleTable& table) { table["Resize"] = {lower_resize, resize_layout}; }

}  // namespace nightjar::lower::rules
