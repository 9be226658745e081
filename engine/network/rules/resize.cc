// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Resize by sizes or by scales.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

enum Input : size_t { kX = 0, kRoi = 1, kScales = 2, kSizes = 3 };

/// The axes that are resized, in the order of scales and sizes.
Result<std::vector<size_t>> resized_axes(const RuleInput& in) {
  const size_t rank = shape_of(in, kX).size();
  std::vector<int64_t> axes(rank);
  std::iota(axes.begin(), axes.end(), 0);
  if (in.op.attributes.has("axes")) axes = in.op.attributes.get_ints("axes");
  NIGHTJAR_TRY(normalize_axes(axes, rank));
  std::vector<size_t> wrapped;
  for (const int64_t axis : axes) {
    wrapped.push_back(static_cast<size_t>(*normalize_axis(axis, rank)));
  }
  return wrapped;
}

/// floor(extent * scale); symbolic extents only by scales that are small binary fractions.
std::optional<Dim> scaled(const Dim& extent, float scale) {
  if (!(scale > 0.0f) || scale > 1e9f) return std::nullopt;
  if (const auto known = extent.constant()) {
    const float product = std::floor(static_cast<float>(*known) * scale);
    return product < 1e15f ? std::optional(Dim(static_cast<int64_t>(product))) : std::nullopt;
  }
  constexpr int kFractionBits = 16;
  const float steps = std::ldexp(scale, kFractionBits);
  if (steps != std::floor(steps)) return std::nullopt;
  return Dim::floor_div(extent * Dim(static_cast<int64_t>(steps)), Dim(1 << kFractionBits));
}

Outputs infer_by_scales(const RuleInput& in, const std::vector<size_t>& axes) {
  Shape shape = shape_of(in, kX);
  std::vector<float> factors(axes.size());
  const tensor::HostTensor* scales = in.inputs[kScales].constant;
  if (scales == nullptr) {
    for (size_t i = 0; i < axes.size(); ++i) shape[axes[i]] = unknown_extent(in, i);
    return one_output(type_of(in, kX), std::move(shape));
  }
  factors = scales->to_floats();
  if (factors.size() != axes.size()) {
    return invalid_input("has " + std::to_string(factors.size()) + " scales for " +
                         std::to_string(axes.size()) + " axes");
  }
  const bool crops =
      in.op.attributes.get_string("coordinate_transformation_mode", "") == "tf_crop_and_resize";
  if (crops && given(in, kRoi) && in.inputs[kRoi].constant != nullptr) {
    const auto roi = in.inputs[kRoi].constant->to_floats();
    if (roi.size() != 2 * axes.size()) return invalid_input("roi has a wrong number of bounds");
    for (size_t i = 0; i < axes.size(); ++i) factors[i] *= roi[axes.size() + i] - roi[i];
  }
  for (size_t i = 0; i < axes.size(); ++i) {
    if (!(factors[i] > 0.0f) || !std::isfinite(factors[i])) {
      return invalid_input("a scale is not a positive number");
    }
    const auto extent = scaled(shape[axes[i]], factors[i]);
    shape[axes[i]] = extent ? *extent : unknown_extent(in, i);
  }
  return one_output(type_of(in, kX), std::move(shape));
}

/// One scale for all axes, so that the ratio is kept: the smallest or the largest of them.
Outputs infer_keeping_ratio(const RuleInput& in, const std::vector<size_t>& axes, bool larger) {
  Shape shape = shape_of(in, kX);
  double common = 0.0;
  for (size_t i = 0; i < axes.size(); ++i) {
    const auto from = shape[axes[i]].constant();
    const auto to = (*in.inputs[kSizes].elements)[i].constant();
    if (!from || !to || *from == 0) {
      return not_yet_known("keep_aspect_ratio_policy needs extents that are known");
    }
    const double scale = static_cast<double>(*to) / static_cast<double>(*from);
    common = i == 0 ? scale : (larger ? std::max(common, scale) : std::min(common, scale));
  }
  for (const size_t axis : axes) {
    const double extent = std::floor(static_cast<double>(*shape[axis].constant()) * common + 0.5);
    if (!(extent < 1e12)) return invalid_input("a size is too large");
    shape[axis] = Dim(static_cast<int64_t>(extent));
  }
  return one_output(type_of(in, kX), std::move(shape));
}

Outputs infer_by_sizes(const RuleInput& in, const std::vector<size_t>& axes) {
  Shape shape = shape_of(in, kX);
  const auto* sizes = in.inputs[kSizes].elements;
  if (sizes != nullptr && sizes->size() != axes.size()) {
    return invalid_input("has " + std::to_string(sizes->size()) + " sizes for " +
                         std::to_string(axes.size()) + " axes");
  }
  const std::string policy = in.op.attributes.get_string("keep_aspect_ratio_policy", "stretch");
  if (sizes != nullptr && policy != "stretch") {
    if (policy != "not_larger" && policy != "not_smaller") {
      return invalid_input("attribute 'keep_aspect_ratio_policy' is '" + policy + "'");
    }
    return infer_keeping_ratio(in, axes, policy == "not_smaller");
  }
  for (size_t i = 0; i < axes.size(); ++i) {
    shape[axes[i]] = sizes != nullptr ? (*sizes)[i] : unknown_extent(in, i);
  }
  return one_output(type_of(in, kX), std::move(shape));
}

bool has_elements(const RuleInput& in, size_t index) {
  return given(in, index) && tensor::element_count(shape_of(in, index)).constant() != 0;
}

Outputs infer_resize(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 4));
  NIGHTJAR_ASSIGN(const auto axes, resized_axes(in));
  const bool by_scales = has_elements(in, kScales), by_sizes = has_elements(in, kSizes);
  if (by_scales == by_sizes) return invalid_input("wants either scales or sizes");
  return by_scales ? infer_by_scales(in, axes) : infer_by_sizes(in, axes);
}

}  // namespace

void add_resize_rules(RuleTable& table) { table["Resize"] = infer_resize; }

}  // namespace nightjar::network::rules
