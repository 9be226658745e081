// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// New extents over the same elements, and repetition of elements.
#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// An output of the same type with the elements of input 0 in the same order.
std::vector<OutputFacts> same_elements(const RuleInput& in, Shape shape) {
  auto outputs = one_output(type_of(in, 0), std::move(shape));
  if (in.inputs[0].elements != nullptr) outputs[0].elements = *in.inputs[0].elements;
  return outputs;
}

Status expect_same_count(const Shape& from, const Shape& to) {
  const auto before = tensor::element_count(from).constant();
  const auto after = tensor::element_count(to).constant();
  if (!before || !after || *before == *after) return {};
  return invalid_input("shape " + to_string(from) + " cannot be reshaped to " + to_string(to) +
                       ": the element counts differ");
}

/// Fills in the extents that the target names by 0 (copied) and -1 (what is left).
Result<Shape> resolve_target(const Shape& from, const std::vector<Dim>& target, bool allow_zero) {
  Shape shape;
  std::optional<size_t> open;
  Dim rest = tensor::element_count(from), taken(1);
  for (size_t axis = 0; axis < target.size(); ++axis) {
    Dim extent = target[axis];
    const auto known = extent.constant();
    if (known == 0 && !allow_zero) {
      if (axis >= from.size()) {
        return invalid_input("axis " + std::to_string(axis) + " is to be copied from shape " +
                             to_string(from) + ", which has no such axis");
      }
      extent = from[axis];
    } else if (known == -1) {
      if (open) return invalid_input("more than one extent is -1");
      open = axis;
      extent = Dim(1);
    } else if (known && *known < 0) {
      return invalid_input("target extent " + std::to_string(*known) + " is negative");
    }
    taken = taken * extent;
    shape.push_back(std::move(extent));
  }
  if (open && taken.constant() == 0)
    return invalid_input("-1 cannot be told beside an extent of 0");
  if (open) shape[*open] = Dim::floor_div(rest, taken);
  NIGHTJAR_TRY(expect_same_count(from, shape));
  return shape;
}

Outputs infer_reshape(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_rank(in, 1, 1, 1));
  if (in.inputs[1].elements != nullptr) {
    const bool allow_zero = in.op.attributes.get_int("allowzero", 0) != 0;
    NIGHTJAR_ASSIGN(Shape shape,
                    resolve_target(shape_of(in, 0), *in.inputs[1].elements, allow_zero));
    return same_elements(in, std::move(shape));
  }
  NIGHTJAR_ASSIGN(const size_t rank, need_count(in, 1, "target extents"));
  return same_elements(in, unknown_shape(in, rank));
}

Outputs infer_flatten(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const Shape& shape = shape_of(in, 0);
  const auto rank = static_cast<int64_t>(shape.size());
  int64_t axis = in.op.attributes.get_int("axis", 1);
  if (axis < -rank || axis > rank) {
    return invalid_input("axis " + std::to_string(axis) + " is outside of shape " +
                         to_string(shape));
  }
  if (axis < 0) axis += rank;
  const auto middle = shape.begin() + axis;
  return same_elements(in, {tensor::element_count(Shape(shape.begin(), middle)),
                            tensor::element_count(Shape(middle, shape.end()))});
}

/// Axes that are not known before the run still tell by how much the rank changes.
Outputs infer_unknown_rank_change(const RuleInput& in, bool grows) {
  NIGHTJAR_ASSIGN(const size_t count, need_count(in, 1, "axes"));
  const size_t rank = shape_of(in, 0).size();
  if (!grows && count > rank) return invalid_input("more axes are squeezed than there are");
  return same_elements(in, unknown_shape(in, grows ? rank + count : rank - count));
}

Outputs infer_squeeze(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 2));
  const Shape& shape = shape_of(in, 0);
  std::vector<bool> gone(shape.size(), false);
  if (given(in, 1)) {
    const auto named = known_integers(in, 1);
    if (!named) return infer_unknown_rank_change(in, false);
    NIGHTJAR_ASSIGN(const auto axes, normalize_axes(*named, shape.size()));
    for (const size_t axis : axes) gone[axis] = true;
  } else {
    for (size_t axis = 0; axis < shape.size(); ++axis) {
      const bool is_open = !shape[axis].constant() && shape[axis].lower_bound().value_or(0) < 2;
      if (is_open) return not_yet_known("which axes are 1 follows from extents that are open");
      gone[axis] = shape[axis].constant() == 1;
    }
  }
  Shape left;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    const auto extent = shape[axis].constant();
    if (gone[axis] && extent && *extent != 1) {
      return invalid_input("axis " + std::to_string(axis) + " of shape " + to_string(shape) +
                           " is not 1 and cannot be squeezed");
    }
    if (!gone[axis]) left.push_back(shape[axis]);
  }
  return same_elements(in, std::move(left));
}

Outputs infer_unsqueeze(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  const auto named = known_integers(in, 1);
  if (!named) return infer_unknown_rank_change(in, true);
  const Shape& shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const auto axes, normalize_axes(*named, shape.size() + named->size()));
  Shape wider = shape;
  for (const size_t axis : axes) {
    wider.insert(wider.begin() + static_cast<std::ptrdiff_t>(axis), Dim(1));
  }
  return same_elements(in, std::move(wider));
}

Outputs infer_expand(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_rank(in, 1, 1, 1));
  if (in.inputs[1].elements == nullptr) {
    NIGHTJAR_ASSIGN(const size_t rank, need_count(in, 1, "target extents"));
    const size_t wider = std::max(rank, shape_of(in, 0).size());
    return one_output(type_of(in, 0), unknown_shape(in, wider));
  }
  const Shape target(in.inputs[1].elements->begin(), in.inputs[1].elements->end());
  NIGHTJAR_ASSIGN(const Shape shape, broadcast(shape_of(in, 0), target));
  auto outputs = one_output(type_of(in, 0), shape);
  const auto grid = grid_of(in, 0);
  const auto dims = tensor::constant_dims(shape);
  if (!grid || !dims) return outputs;
  if (auto spread = spread_grid(*grid, *dims)) outputs[0].elements = std::move(spread->values);
  return outputs;
}

Outputs infer_tile(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  Shape shape = shape_of(in, 0);
  const auto* repeats = in.inputs[1].elements;
  if (repeats == nullptr) return one_output(type_of(in, 0), unknown_shape(in, shape.size()));
  if (repeats->size() != shape.size()) {
    return invalid_input("has " + std::to_string(repeats->size()) + " repeats for shape " +
                         to_string(shape));
  }
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    const auto factor = (*repeats)[axis].constant();
    if (factor && *factor < 0) return invalid_input("a repeat is negative");
    shape[axis] = shape[axis] * (*repeats)[axis];
  }
  return one_output(type_of(in, 0), std::move(shape));
}

}  // namespace

void add_reshape_rules(RuleTable& table) {
  table["Reshape"] = infer_reshape;
  table["Flatten"] = infer_flatten;
  table["Squeeze"] = infer_squeeze;
  table["Unsqueeze"] = infer_unsqueeze;
  table["Expand"] = infer_expand;
  table["Tile"] = infer_tile;
}

}  // namespace nightjar::network::rules
