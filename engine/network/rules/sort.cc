// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Order, running sums and products along an axis, triangles of matrices.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Outputs infer_top_k(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  Shape shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const int axis,
                  normalize_axis(in.op.attributes.get_int("axis", -1), shape.size()));
  Dim& extent = shape[static_cast<size_t>(axis)];
  const auto* k = in.inputs[1].elements;
  const Dim wanted = k != nullptr && k->size() == 1 ? k->front() : unknown_extent(in, 0);
  const auto asked = wanted.constant(), there = extent.constant();
  if (asked && (*asked < 0 || (there && *asked > *there))) {
    return invalid_input("wants " + wanted.to_string() + " of " + extent.to_string() + " elements");
  }
  extent = wanted;
  auto outputs = one_output(type_of(in, 0), shape);
  outputs.push_back({TensorDesc{DataType::kInt64, std::move(shape)}, std::nullopt});
  return outputs;
}

Outputs infer_running(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 2));
  if (const auto axis = known_integers(in, 1)) {
    if (axis->size() != 1) return invalid_input("input 1 is not one axis");
    NIGHTJAR_TRY(normalize_axis(axis->front(), shape_of(in, 0).size()));
  }
  return same_as(in, 0);
}

Outputs infer_triangle(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 2));
  NIGHTJAR_TRY(expect_rank(in, 0, 2));
  return same_as(in, 0);
}

}  // namespace

void add_sort_rules(RuleTable& table) {
  table["TopK"] = infer_top_k;
  table["CumSum"] = infer_running;
  table["CumProd"] = infer_running;
  table["Trilu"] = infer_triangle;
}

}  // namespace nightjar::network::rules
