// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Poolings over windows, and global ones, which are reductions.
#include "kernels/pool/pool.h"
#include <limits>

#include "engine/lower/rules/reduction.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/window_lowering.h"

namespace nightjar::lower::rules {
namespace {

/// Padding must not change what is pooled: nothing is larger than the lowest value, and only an
/// average that counts its pads may have zeros around it.
Result<WindowedInput> read_pool_window(Lowering& lowering, const kernels::PoolProblem& problem) {
  tensor::HostTensor fill;
  if (problem.kind == kernels::PoolKind::kMax) {
    fill = tensor::HostTensor(lowering.input(0).desc.type, {});
    fill.set_value(0, -std::numeric_limits<double>::infinity());
  }
  const size_t steps_before = lowering.step_count();
  NIGHTJAR_ASSIGN(WindowedInput input, read_window(lowering, problem.kernel, fill));
  const bool is_padded = lowering.step_count() != steps_before;
  const bool counts_right = problem.kind == kernels::PoolKind::kMax || problem.count_include_pad;
  if (is_padded && (!counts_right || lowering.has_output(1))) {
    return not_yet_known("auto_pad needs spatial extents that are known");
  }
  return input;
}

Result<LoweredOp> lower_pool(Lowering& lowering, kernels::PoolKind kind) {
  const auto& attributes = lowering.attributes();
  kernels::PoolProblem problem;
  problem.kind = kind;
  problem.kernel = attributes.get_ints("kernel_shape");
  if (problem.kernel.size() + 2 != lowering.rank()) {
    return invalid_input("attribute 'kernel_shape' does not fit the input's rank");
  }
  problem.count_include_pad = attributes.get_int("count_include_pad", 0) != 0;
  NIGHTJAR_ASSIGN(const WindowedInput input, read_pool_window(lowering, problem));
  problem.window = input.window;
  problem.column_major_indices = attributes.get_int("storage_order", 0) != 0;
  problem.p = attributes.get_int("p", 2);
  lowering.add_step(problem.to_problem(), {input.x},
                    {lowering.output_argument(0), lowering.output_argument(1)});
  return lowering.take();
}

Result<LoweredOp> lower_max_pool(Lowering& lowering) {
  return lower_pool(lowering, kernels::PoolKind::kMax);
}
Result<LoweredOp> lower_average_pool(Lowering& lowering) {
  return lower_pool(lowering, kernels::PoolKind::kAverage);
}
Result<LoweredOp> lower_lp_pool(Lowering& lowering) {
  return lower_pool(lowering, kernels::PoolKind::kLp);
}

/// Indices stay row-major, so a pool that gives them does too.
bool pool_layout(const Lowering& lowering, tensor::Layout layout) {
  return !lowering.has_output(1) && activations_fit(lowering, layout);
}

/// Every axis behind batch and channel.
std::vector<int64_t> spatial_axes(const Lowering& lowering) {
  std::vector<int64_t> axes;
  for (size_t axis = 2; axis < lowering.rank(); ++axis) {
    axes.push_back(static_cast<int64_t>(axis));
  }
  return axes;
}

Result<LoweredOp> lower_global_average(Lowering& lowering) {
  return lower_reduction(lowering, kernels::ReduceKind::kMean, spatial_axes(lowering));
}
Result<LoweredOp> lower_global_max(Lowering& lowering) {
  return lower_reduction(lowering, kernels::ReduceKind::kMax, spatial_axes(lowering));
}
/// A norm that is no reduction: one window over everything.
Result<LoweredOp> lower_whole_norm(Lowering& lowering, int64_t p) {
  const tensor::Shape& shape = lowering.input(0).desc.shape;
  if (shape.size() < 3) return lowering.refuse("there are no spatial axes");
  const auto kernel = tensor::constant_dims(tensor::Shape(shape.begin() + 2, shape.end()));
  if (!kernel) return not_yet_known("the spatial extents must be known before running");
  kernels::PoolProblem problem;
  problem.kind = kernels::PoolKind::kLp;
  problem.kernel = *kernel;
  problem.window = kernels::Window::plain(kernel->size());
  problem.p = p;
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_global_lp(Lowering& lowering) {
  const int64_t p = lowering.attributes().get_int("p", 2);
  if (p != 1 && p != 2) return lower_whole_norm(lowering, p);
  return lower_reduction(lowering, p == 1 ? kernels::ReduceKind::kL1 : kernels::ReduceKind::kL2,
                         spatial_axes(lowering));
}

}  // namespace

void add_pool_rules(RuleTable& table) {
  table["MaxPool"] = {lower_max_pool, pool_layout};
  table["AveragePool"] = {lower_average_pool, pool_layout};
  table["LpPool"] = {lower_lp_pool, pool_layout};
  table["GlobalAveragePool"] = {lower_global_average, activations_fit};
  table["GlobalMaxPool"] = {lower_global_max, activations_fit};
  table["GlobalLpPool"] = {lower_global_lp, activations_fit};
}

}  // namespace nightjar::lower::rules
