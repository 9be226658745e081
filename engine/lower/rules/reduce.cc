// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reduce*: sums, means, extremes and norms over axes.
#include <algorithm>
#include <numeric>

#include "engine/lower/rules/reduction.h"
#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::ReduceKind;
using tensor::Layout;

struct Operator {
  const char* type;
  ReduceKind kind;
};

constexpr Operator kOperators[] = {
    {"ReduceSum", ReduceKind::kSum},       {"ReduceMean", ReduceKind::kMean},
    {"ReduceMax", ReduceKind::kMax},       {"ReduceMin", ReduceKind::kMin},
    {"ReduceProd", ReduceKind::kProduct},  {"ReduceL1", ReduceKind::kL1},
    {"ReduceL2", ReduceKind::kL2},         {"ReduceSumSquare", ReduceKind::kSumSquare},
    {"ReduceLogSum", ReduceKind::kLogSum}, {"ReduceLogSumExp", ReduceKind::kLogSumExp},
};

/// The axes in [0, rank): input 1 when it is given and not empty, else all, or none when
/// noop_with_empty_axes says so.
Result<std::vector<int64_t>> reduced_axes(const Lowering& lowering) {
  std::vector<int64_t> axes;
  if (lowering.has_input(1)) {
    NIGHTJAR_ASSIGN(axes, lowering.integers(1, "the axes"));
  }
  const size_t rank = lowering.rank();
  if (axes.empty()) {
    if (lowering.attributes().get_int("noop_with_empty_axes", 0) != 0) return axes;
    axes.resize(rank);
    std::iota(axes.begin(), axes.end(), 0);
    return axes;
  }
  for (int64_t& axis : axes) {
    NIGHTJAR_ASSIGN(axis, network::normalize_axis(axis, rank));
  }
  return axes;
}

Result<LoweredOp> lower_reduce(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const std::vector<int64_t> axes, reduced_axes(lowering));
  for (const Operator& reduction : kOperators) {
    if (lowering.op().type == reduction.type) {
      return lower_reduction(lowering, reduction.kind, axes);
    }
  }
  return lowering.refuse("unknown reduction");
}

/// The output must lie like the input: axes are kept, and channels stay if they come in blocks.
bool reduce_layout(const Lowering& lowering, Layout layout) {
  const auto axes = reduced_axes(lowering);
  return axes.ok() && lowering.attributes().get_int("keepdims", 1) != 0 &&
         activations_fit(lowering, layout);
}

}  // namespace

Result<LoweredOp> lower_reduction(Lowering& lowering, ReduceKind kind,
                                  const std::vector<int64_t>& axes) {
  const Layout layout = lowering.input(0).desc.layout;
  if (layout != lowering.output().desc.layout) {
    return lowering.refuse("operands must lie in one layout");
  }
  const auto rank = static_cast<int>(lowering.rank());
  kernels::ReduceProblem problem;
  problem.kind = kind;
  for (const int64_t axis : axes) {
    problem.axes.push_back(tensor::physical_axis(layout, rank, static_cast<int>(axis)));
  }
  std::sort(problem.axes.begin(), problem.axes.end());
  problem.axes.erase(std::unique(problem.axes.begin(), problem.axes.end()), problem.axes.end());
  lowering.add_step(problem.to_problem(), {lowering.input_in_memory(0)},
                    {lowering.output_in_memory()});
  return lowering.take();
}

void add_reduce_rules(RuleTable& table) {
  for (const Operator& reduction : kOperators)
    table[reduction.type] = {lower_reduce, reduce_layout};
}

}  // namespace nightjar::lower::rules
