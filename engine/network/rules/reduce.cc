// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reductions over axes, and the positions of extremes.
#include <numeric>

#include "engine/network/rules/element_grid.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// Extents left after reducing `axes`.
Shape reduced_shape(const Shape& shape, const std::vector<size_t>& axes, bool keep) {
  std::vector<bool> gone(shape.size(), false);
  for (const size_t axis : axes) gone[axis] = true;
  Shape left;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    if (!gone[axis]) left.push_back(shape[axis]);
    if (gone[axis] && keep) left.emplace_back(1);
  }
  return left;
}

/// Products, sums and extremes of all known elements.
std::optional<std::vector<Dim>> reduced_elements(const RuleInput& in) {
  const auto grid = grid_of(in, 0);
  constexpr size_t kMaxReduced = 64;
  if (!grid || grid->values.empty() || grid->values.size() > kMaxReduced) return std::nullopt;
  Dim total = grid->values.front();
  for (size_t i = 1; i < grid->values.size(); ++i) {
    const Dim& value = grid->values[i];
    if (in.op.type == "ReduceProd") {
      total = total * value;
    } else if (in.op.type == "ReduceSum") {
      total = total + value;
    } else if (in.op.type == "ReduceMax") {
      total = Dim::max(total, value);
    } else if (in.op.type == "ReduceMin") {
      total = Dim::min(total, value);
    } else {
      return std::nullopt;
    }
  }
  const bool is_whole = in.op.type == "ReduceProd" || in.op.type == "ReduceSum" ||
                        in.op.type == "ReduceMax" || in.op.type == "ReduceMin";
  return is_whole ? std::optional(std::vector<Dim>{total}) : std::nullopt;
}

/// Axes that are not known before the run leave only the rank, where that can be told.
Outputs infer_unknown_axes(const RuleInput& in, bool keep) {
  const size_t rank = shape_of(in, 0).size();
  if (keep) return one_output(type_of(in, 0), unknown_shape(in, rank));
  NIGHTJAR_ASSIGN(const size_t count, need_count(in, 1, "axes"));
  if (count > rank) return invalid_input("more axes are reduced than there are");
  return one_output(type_of(in, 0), unknown_shape(in, rank - count));
}

Outputs infer_reduce(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 2));
  const size_t rank = shape_of(in, 0).size();
  const bool keep = in.op.attributes.get_int("keepdims", 1) != 0;
  std::vector<int64_t> named;
  if (given(in, 1)) {
    const auto known = known_integers(in, 1);
    if (!known) return infer_unknown_axes(in, keep);
    named = *known;
  }
  if (named.empty()) {
    if (in.op.attributes.get_int("noop_with_empty_axes", 0) != 0) return same_as(in, 0);
    named.resize(rank);
    std::iota(named.begin(), named.end(), 0);
  }
  NIGHTJAR_ASSIGN(const auto axes, normalize_axes(named, rank));
  auto outputs = one_output(type_of(in, 0), reduced_shape(shape_of(in, 0), axes, keep));
  if (axes.size() == rank) outputs[0].elements = reduced_elements(in);
  return outputs;
}

Outputs infer_arg_extreme(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  const Shape& shape = shape_of(in, 0);
  NIGHTJAR_ASSIGN(const auto axes,
                  normalize_axes({in.op.attributes.get_int("axis", 0)}, shape.size()));
  const bool keep = in.op.attributes.get_int("keepdims", 1) != 0;
  return one_output(DataType::kInt64, reduced_shape(shape, axes, keep));
}

}  // namespace

void add_reduce_rules(RuleTable& table) {
  for (const char* type :
       {"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2",
        "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"}) {
    table[type] = infer_reduce;
  }
  table["ArgMax"] = infer_arg_extreme;
  table["ArgMin"] = infer_arg_extreme;
}

}  // namespace nightjar::network::rules
