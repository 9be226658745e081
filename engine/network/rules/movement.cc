// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elements that change places: Transpose, Concat, Split, Pad, depth and space.
#include <algorithm>
#include <numeric>

#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Outputs infer_transpose(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const Shape& shape = shape_of(in, 0);
  std::vector<int64_t> perm(shape.size());
  std::iota(perm.rbegin(), perm.rend(), 0);
  if (in.op.attributes.has("perm")) perm = in.op.attributes.get_ints("perm");
  NIGHTJAR_ASSIGN(const auto sorted, normalize_axes(perm, shape.size()));
  if (sorted.size() != shape.size()) {
    return invalid_input("attribute 'perm' has " + std::to_string(perm.size()) +
                         " axes for shape " + to_string(shape));
  }
  Shape moved;
  for (int64_t& axis : perm) {
    if (axis < 0) axis += static_cast<int64_t>(shape.size());
    moved.push_back(shape[static_cast<size_t>(axis)]);
  }
  auto outputs = one_output(type_of(in, 0), moved);
  if (const auto grid = grid_of(in, 0)) {
    outputs[0].elements =
        fill_grid(*tensor::constant_dims(moved), [&](const Dims& at) -> const Dim& {
          Dims from(at.size());
          for (size_t i = 0; i < at.size(); ++i) from[static_cast<size_t>(perm[i])] = at[i];
          return element_at(*grid, from);
        });
  }
  return outputs;
}

/// Elements of a concatenation along `axis`, input after input.
std::optional<std::vector<Dim>> joined_elements(const RuleInput& in, const Shape& shape,
                                                size_t axis) {
  std::vector<ElementGrid> parts;
  for (size_t i = 0; i < in.inputs.size(); ++i) {
    auto grid = grid_of(in, i);
    if (!grid) return std::nullopt;
    parts.push_back(std::move(*grid));
  }
  return fill_grid(*tensor::constant_dims(shape), [&](Dims at) -> const Dim& {
    size_t part = 0;
    while (at[axis] >= parts[part].dims[axis]) at[axis] -= parts[part++].dims[axis];
    return element_at(parts[part], at);
  });
}

Outputs infer_concat(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, SIZE_MAX));
  NIGHTJAR_TRY(expect_same_type(in, 0, in.inputs.size()));
  Shape shape = shape_of(in, 0);
  if (!in.op.attributes.has("axis")) return invalid_input("attribute 'axis' is missing");
  NIGHTJAR_ASSIGN(const int wrapped,
                  normalize_axis(in.op.attributes.get_int("axis", 0), shape.size()));
  const auto axis = static_cast<size_t>(wrapped);
  for (size_t i = 1; i < in.inputs.size(); ++i) {
    if (!given(in, i)) return invalid_input("input " + std::to_string(i) + " is missing");
    Shape next = shape_of(in, i);
    if (next.size() != shape.size()) {
      return invalid_input("inputs of shapes " + to_string(shape) + " and " + to_string(next) +
                           " cannot be joined");
    }
    const Dim joined = shape[axis] + next[axis];
    next[axis] = shape[axis];
    NIGHTJAR_ASSIGN(shape, agree(shape, next, "extents beside the axis"));
    shape[axis] = joined;
  }
  auto outputs = one_output(type_of(in, 0), shape);
  if (tensor::constant_dims(shape)) outputs[0].elements = joined_elements(in, shape, axis);
  return outputs;
}

/// Extents of the parts along the axis of a Split.
Result<std::vector<Dim>> split_extents(const RuleInput& in, const Dim& whole) {
  const size_t count = in.output_count;
  if (given(in, 1)) {
    if (in.inputs[1].elements == nullptr) {
      std::vector<Dim> parts;
      for (size_t i = 0; i < count; ++i) parts.push_back(unknown_extent(in, i));
      return parts;
    }
    const std::vector<Dim>& parts = *in.inputs[1].elements;
    if (parts.size() != count) {
      return invalid_input("names " + std::to_string(parts.size()) + " parts for " +
                           std::to_string(count) + " outputs");
    }
    Dim sum(0);
    for (const Dim& part : parts) {
      const auto known = part.constant();
      if (known && *known < 0) return invalid_input("a part is negative");
      sum = sum + part;
    }
    const auto total = agree(sum, whole, "sum of the parts and the extent");
    if (!total.ok()) return total.error();
    return parts;
  }
  const int64_t asked = in.op.attributes.get_int("num_outputs", static_cast<int64_t>(count));
  if (asked < 1 || static_cast<size_t>(asked) < count) {
    return invalid_input("attribute 'num_outputs' is " + std::to_string(asked) + " for " +
                         std::to_string(count) + " outputs");
  }
  const Dim part = Dim::ceil_div(whole, Dim(asked));
  const Dim last = whole - part * Dim(asked - 1);
  if (const auto left = last.constant(); left && *left < 0) {
    return invalid_input("an extent of " + whole.to_string() + " cannot be split into " +
                         std::to_string(asked) + " parts");
  }
  std::vector<Dim> parts(count, part);
  if (static_cast<size_t>(asked) == count) parts.back() = last;
  return parts;
}

Outputs infer_split(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 2));
  const Shape& shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const int wrapped,
                  normalize_axis(in.op.attributes.get_int("axis", 0), shape.size()));
  const auto axis = static_cast<size_t>(wrapped);
  if (in.output_count == 0) return invalid_input("has no outputs");
  NIGHTJAR_ASSIGN(const std::vector<Dim> parts, split_extents(in, shape[axis]));
  std::vector<OutputFacts> outputs;
  auto grid = grid_of(in, 0);
  int64_t start = 0;
  for (const Dim& part : parts) {
    Shape piece = shape;
    piece[axis] = part;
    outputs.push_back({TensorDesc{type_of(in, 0), piece}, std::nullopt});
    if (!part.constant()) grid.reset();
    if (!grid) continue;
    outputs.back().elements = fill_grid(*tensor::constant_dims(piece), [&](Dims at) -> const Dim& {
      at[axis] += start;
      return element_at(*grid, at);
    });
    start += *part.constant();
  }
  return outputs;
}

Outputs infer_pad(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  Shape shape = shape_of(in, 0);
  std::vector<int64_t> axes(shape.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (given(in, 3)) {
    const auto named = known_integers(in, 3);
    if (!named) return one_output(type_of(in, 0), unknown_shape(in, shape.size()));
    axes = *named;
    for (int64_t& axis : axes) {
      NIGHTJAR_ASSIGN(axis, normalize_axis(axis, shape.size()));
    }
  }
  const auto* pads = in.inputs[1].elements;
  if (pads != nullptr && pads->size() != 2 * axes.size()) {
    return invalid_input("has " + std::to_string(pads->size()) + " pads, " +
                         std::to_string(2 * axes.size()) + " are wanted");
  }
  for (size_t i = 0; i < axes.size(); ++i) {
    Dim& extent = shape[static_cast<size_t>(axes[i])];
    extent =
        pads == nullptr ? unknown_extent(in, i) : extent + (*pads)[i] + (*pads)[axes.size() + i];
  }
  return one_output(type_of(in, 0), std::move(shape));
}

/// CenterCropPad (input, shape): the attribute's axes, or all of them, get the extents asked for.
Outputs infer_center_crop_pad(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  Shape shape = shape_of(in, 0);
  std::vector<int64_t> axes(shape.size());
  std::iota(axes.begin(), axes.end(), 0);
  if (in.op.attributes.has("axes")) axes = in.op.attributes.get_ints("axes");
  NIGHTJAR_TRY(normalize_axes(axes, shape.size()));
  const auto* extents = in.inputs[1].elements;
  if (extents != nullptr && extents->size() != axes.size()) {
    return invalid_input("names " + std::to_string(extents->size()) + " extents for " +
                         std::to_string(axes.size()) + " axes");
  }
  for (size_t i = 0; i < axes.size(); ++i) {
    const int axis = *normalize_axis(axes[i], shape.size());
    shape[static_cast<size_t>(axis)] = extents != nullptr ? (*extents)[i] : unknown_extent(in, i);
  }
  return one_output(type_of(in, 0), std::move(shape));
}

Outputs infer_depth_space(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_rank(in, 0, 4, 4));
  const int64_t block = in.op.attributes.get_int("blocksize", 0);
  if (block < 1 || block > (1 << 20)) {
    return invalid_input("attribute 'blocksize' is " + std::to_string(block));
  }
  const bool to_space = in.op.type == "DepthToSpace";
  const Shape& shape = shape_of(in, 0);
  const Dim area(block * block), side(block);
  const auto divided = [](const Dim& extent, const Dim& by) -> Result<Dim> {
    const Dim quotient = Dim::floor_div(extent, by);
    if (!extent.constant() || quotient * by == extent) return quotient;
    return invalid_input("extent " + extent.to_string() + " does not divide by " + by.to_string());
  };
  if (to_space) {
    NIGHTJAR_ASSIGN(const Dim channels, divided(shape[1], area));
    return one_output(type_of(in, 0), {shape[0], channels, shape[2] * side, shape[3] * side});
  }
  NIGHTJAR_ASSIGN(const Dim height, divided(shape[2], side));
  NIGHTJAR_ASSIGN(const Dim width, divided(shape[3], side));
  return one_output(type_of(in, 0), {shape[0], shape[1] * area, height, width});
}

}  // namespace

void add_movement_rules(RuleTable& table) {
  table["Transpose"] = infer_transpose;
  table["Concat"] = infer_concat;
  table["Split"] = infer_split;
  table["Pad"] = infer_pad;
  table["CenterCropPad"] = infer_center_crop_pad;
  table["DepthToSpace"] = infer_depth_space;
  table["SpaceToDepth"] = infer_depth_space;
}

}  // namespace nightjar::network::rules
