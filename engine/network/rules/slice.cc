// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Slice with computed bounds.
#include <algorithm>

#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// Bounds this far out of an axis of unknown extent mean "to the end".
constexpr int64_t kFar = int64_t{1} << 30;

/// What is cut along one axis: first element and count.
struct Cut {
  Dim start;
  Dim count;
};

/// A bound as Slice reads it: negative ones count from the end, all are clamped to [low, high].
std::optional<Dim> place_bound(const Dim& bound, const Dim& extent, const Dim& low,
                               const Dim& high) {
  const auto known = bound.constant();
  const bool is_open = !extent.constant().has_value();
  if (is_open && known && *known >= kFar) return high;
  if (is_open && known && *known <= -kFar) return low;
  const auto sign = bound.lower_bound();
  if (sign && *sign >= 0) return Dim::min(bound, high);
  const auto opposite = (Dim(0) - bound).lower_bound();
  if (opposite && *opposite >= 1) return Dim::max(bound + extent, low);
  return std::nullopt;
}

std::optional<Cut> cut_axis(const Dim& start, const Dim& end, int64_t step, const Dim& extent) {
  const Dim zero(0), last = extent - 1;
  const auto first =
      step > 0 ? place_bound(start, extent, zero, extent) : place_bound(start, extent, zero, last);
  const auto stop =
      step > 0 ? place_bound(end, extent, zero, extent) : place_bound(end, extent, Dim(-1), last);
  if (!first || !stop) return std::nullopt;
  const Dim span = step > 0 ? *stop - *first : *first - *stop;
  const int64_t stride = step > 0 ? step : -std::max(step, -kFar);
  return Cut{*first, Dim::max(Dim::ceil_div(span, Dim(std::min(stride, kFar))), zero)};
}

/// starts, ends, axes and steps of the op, one entry per sliced axis; a bound that is not known is
/// nullopt.
struct SliceBounds {
  std::vector<std::optional<Dim>> starts, ends;
  std::vector<size_t> axes;
  std::vector<int64_t> steps;
};

std::vector<std::optional<Dim>> read_bounds(const RuleInput& in, size_t index, size_t count) {
  const auto* elements = in.inputs[index].elements;
  if (elements == nullptr) return std::vector<std::optional<Dim>>(count);
  return {elements->begin(), elements->end()};
}

Result<SliceBounds> read_slice(const RuleInput& in) {
  const size_t rank = shape_of(in, 0).size();
  NIGHTJAR_ASSIGN(const size_t count, need_count(in, 1, "sliced axes"));
  if (count > rank) return invalid_input("more axes are sliced than there are");
  SliceBounds bounds;
  std::vector<int64_t> axes(count);
  for (size_t i = 0; i < count; ++i) axes[i] = static_cast<int64_t>(i);
  if (given(in, 3)) {
    NIGHTJAR_ASSIGN(axes, need_integers(in, 3, "the axes"));
  }
  bounds.steps.assign(count, 1);
  if (given(in, 4)) {
    NIGHTJAR_ASSIGN(bounds.steps, need_integers(in, 4, "the steps"));
  }
  NIGHTJAR_TRY(normalize_axes(axes, rank));
  for (const int64_t axis : axes) {
    bounds.axes.push_back(static_cast<size_t>(*normalize_axis(axis, rank)));
  }
  bounds.starts = read_bounds(in, 1, count);
  bounds.ends = read_bounds(in, 2, count);
  const bool agrees = axes.size() == count && bounds.steps.size() == count &&
                      bounds.starts.size() == count && bounds.ends.size() == count;
  if (!agrees) return invalid_input("starts, ends, axes and steps have different lengths");
  if (std::count(bounds.steps.begin(), bounds.steps.end(), 0) != 0) {
    return invalid_input("a step is 0");
  }
  return bounds;
}

Outputs infer_slice(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 3, 5));
  for (const size_t index : {size_t{3}, size_t{4}}) {
    if (!given(in, index) || known_integers(in, index)) continue;
    return one_output(type_of(in, 0), unknown_shape(in, shape_of(in, 0).size()));
  }
  NIGHTJAR_ASSIGN(const SliceBounds bounds, read_slice(in));
  Shape shape = shape_of(in, 0);
  Dims starts(shape.size(), 0), steps(shape.size(), 1);
  bool all_known = true;
  for (size_t i = 0; i < bounds.axes.size(); ++i) {
    const size_t axis = bounds.axes[i];
    std::optional<Cut> cut;
    if (bounds.starts[i] && bounds.ends[i]) {
      cut = cut_axis(*bounds.starts[i], *bounds.ends[i], bounds.steps[i], shape[axis]);
    }
    shape[axis] = cut ? cut->count : unknown_extent(in, i);
    all_known = all_known && cut && cut->start.constant() && cut->count.constant();
    if (!all_known) continue;
    starts[axis] = *cut->start.constant();
    steps[axis] = bounds.steps[i];
  }
  auto outputs = one_output(type_of(in, 0), shape);
  const auto grid = grid_of(in, 0);
  if (!all_known || !grid) return outputs;
  outputs[0].elements = fill_grid(*tensor::constant_dims(shape), [&](Dims at) -> const Dim& {
    for (size_t axis = 0; axis < at.size(); ++axis)
      at[axis] = starts[axis] + at[axis] * steps[axis];
    return element_at(*grid, at);
  });
  return outputs;
}

}  // namespace

void add_slice_rules(RuleTable& table) { table["Slice"] = infer_slice; }

}  // namespace nightjar::network::rules
