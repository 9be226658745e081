// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elements chosen by their values: how many there are, only running the model tells.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Outputs infer_non_zero(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const auto rank = static_cast<int64_t>(shape_of(in, 0).size());
  return one_output(DataType::kInt64, {Dim(rank), unknown_extent(in, 0)});
}

/// The input's shape around the axis that is chosen from; without an axis, all of it in one.
Result<Shape> chosen_shape(const RuleInput& in, const Dim& extent) {
  if (!in.op.attributes.has("axis")) return Shape{extent};
  Shape shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const int axis,
                  normalize_axis(in.op.attributes.get_int("axis", 0), shape.size()));
  shape[static_cast<size_t>(axis)] = extent;
  return shape;
}

Outputs infer_compress(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  NIGHTJAR_TRY(expect_rank(in, 1, 1, 1));
  if (type_of(in, 1) != DataType::kBool) return invalid_input("the condition is not bool");
  NIGHTJAR_ASSIGN(Shape shape, chosen_shape(in, unknown_extent(in, 0)));
  return one_output(type_of(in, 0), std::move(shape));
}

/// Unique: the distinct slices, where each is first, which one each slice is, how often.
Outputs infer_unique(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const Dim distinct = unknown_extent(in, 0);
  NIGHTJAR_ASSIGN(Shape shape, chosen_shape(in, distinct));
  Dim slices = tensor::element_count(shape_of(in, 0));
  if (in.op.attributes.has("axis")) {
    NIGHTJAR_ASSIGN(const int axis,
                    normalize_axis(in.op.attributes.get_int("axis", 0), shape_of(in, 0).size()));
    slices = shape_of(in, 0)[static_cast<size_t>(axis)];
  }
  auto outputs = one_output(type_of(in, 0), std::move(shape));
  for (const Dim& extent : {distinct, slices, distinct}) {
    outputs.push_back({TensorDesc{DataType::kInt64, {extent}}, std::nullopt});
  }
  return outputs;
}

Outputs infer_non_max_suppression(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 5));
  NIGHTJAR_TRY(expect_rank(in, 0, 3, 3));
  NIGHTJAR_TRY(expect_rank(in, 1, 3, 3));
  const auto corners = agree(shape_of(in, 0)[2], Dim(4), "bounds of a box");
  if (!corners.ok()) return corners.error();
  return one_output(DataType::kInt64, {unknown_extent(in, 0), Dim(3)});
}

}  // namespace

void add_selection_rules(RuleTable& table) {
  table["NonZero"] = infer_non_zero;
  table["Compress"] = infer_compress;
  table["Unique"] = infer_unique;
  table["NonMaxSuppression"] = infer_non_max_suppression;
}

}  // namespace nightjar::network::rules
