// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Normalisations and softmax.
#include "kernels/norm/norm.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "kernels/pool/pool.h"
#include "kernels/reduce/reduce.h"
#include "kernels/softmax/softmax.h"

namespace nightjar::lower::rules {
namespace {

using kernels::NormKind;
using kernels::NormProblem;
using tensor::Dim;
using tensor::Layout;
using tensor::Shape;

double epsilon_of(const Lowering& lowering) {
  return static_cast<float>(lowering.attributes().get_float("epsilon", 1e-5));
}

/// Whether `shape` without its leading ones is `wanted`.
bool is_tail(Shape shape, const Shape& wanted) {
  while (shape.size() > wanted.size() && shape.front().constant() == 1) shape.erase(shape.begin());
  return shape == wanted;
}

/// Scale or bias of a layer norm, spread over the normalised extents when it is narrower.
Argument spread_parameter(Lowering& lowering, size_t index, const Shape& wanted) {
  const Argument given = lowering.input_argument(index);
  if (given.operand.kind == Operand::Kind::kAbsent || is_tail(given.desc.shape, wanted)) {
    return given;
  }
  const Argument spread = lowering.add_temporary({given.desc.type, wanted, Layout::kRowMajor});
  Shape narrow = given.desc.shape;
  while (narrow.size() > wanted.size()) narrow.erase(narrow.begin());
  add_expression(lowering, expression_of("in0"), {reshaped(given, narrow)}, spread);
  return spread;
}

Result<LoweredOp> lower_layer_norm(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  NormProblem problem;
  problem.kind = lowering.op().type == "RMSNormalization" ? NormKind::kRms : NormKind::kLayer;
  NIGHTJAR_ASSIGN(problem.axis, lowering.axis(-1));
  problem.epsilon = epsilon_of(lowering);
  const Shape& shape = lowering.input(0).desc.shape;
  const Shape wanted(shape.begin() + problem.axis, shape.end());
  const Argument scale = spread_parameter(lowering, 1, wanted);
  const Argument bias = spread_parameter(lowering, 2, wanted);
  lowering.add_step(
      problem.to_problem(), {lowering.input_argument(0), scale, bias},
      {lowering.output_argument(0), lowering.output_argument(1), lowering.output_argument(2)});
  return lowering.take();
}

/// Instance norm: a group for each channel.
Result<LoweredOp> lower_group_norm(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  NormProblem problem;
  problem.kind = NormKind::kGroup;
  problem.epsilon = epsilon_of(lowering);
  problem.groups = lowering.attributes().get_int("num_groups", 1);
  if (lowering.op().type == "InstanceNormalization") {
    const auto channels = lowering.input(0).desc.shape[1].constant();
    if (!channels) return not_yet_known("the number of channels must be known");
    problem.groups = *channels;
  }
  lowering.add_step(
      problem.to_problem(),
      {lowering.input_argument(0), lowering.input_argument(1), lowering.input_argument(2)},
      {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_lp_norm(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  NormProblem problem;
  problem.kind = NormKind::kLp;
  NIGHTJAR_ASSIGN(problem.axis, lowering.axis(-1));
  problem.p = lowering.attributes().get_int("p", 2);
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

/// (x - mean) / (sqrt(mean of squares of that) + 1e-9), with mean over `axes`.
Result<LoweredOp> lower_mean_variance(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto rank = static_cast<int64_t>(lowering.rank());
  kernels::ReduceProblem mean;
  mean.kind = kernels::ReduceKind::kMean;
  mean.axes = lowering.attributes().get_ints("axes", {0, 2, 3});
  for (int64_t& axis : mean.axes) axis += axis < 0 ? rank : 0;
  std::sort(mean.axes.begin(), mean.axes.end());
  tensor::TensorDesc reduced = lowering.input(0).desc;
  for (const int64_t axis : mean.axes) reduced.shape[static_cast<size_t>(axis)] = Dim(1);
  const Argument x = lowering.input_argument(0);
  const Argument centre = lowering.add_temporary(reduced);
  const Argument centred = lowering.add_temporary(x.desc);
  const Argument squares = lowering.add_temporary(x.desc);
  const Argument variance = lowering.add_temporary(reduced);
  lowering.add_step(mean.to_problem(), {x}, {centre});
  add_expression(lowering, expression_of("sub(in0, in1)"), {x, centre}, centred);
  add_expression(lowering, expression_of("mul(in0, in0)"), {centred}, squares);
  lowering.add_step(mean.to_problem(), {squares}, {variance});
  add_expression(lowering, expression_of("div(in0, add(sqrt(in1), 1e-9))"), {centred, variance},
                 lowering.output_argument());
  return lowering.take();
}

/// x / (bias + alpha * mean of squares over neighbouring channels) ^ beta: the mean is a pooling
/// along the channels, which pads with zeros that count.
Result<LoweredOp> lower_local_response(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& attributes = lowering.attributes();
  const int64_t size = attributes.get_int("size", 1);
  const Shape& shape = lowering.input(0).desc.shape;
  const Shape columns = {shape[0], Dim(1), shape[1],
                         tensor::element_count(Shape(shape.begin() + 2, shape.end()))};
  kernels::PoolProblem pool;
  pool.kind = kernels::PoolKind::kAverage;
  pool.kernel = {size, 1};
  pool.window = kernels::Window::plain(2);
  pool.window.pads_begin = {(size - 1) / 2, 0};
  pool.window.pads_end = {size / 2, 0};
  pool.count_include_pad = true;
  const Argument x = lowering.input_argument(0);
  const Argument squares = lowering.add_temporary({x.desc.type, columns, Layout::kRowMajor});
  const Argument means = lowering.add_temporary(squares.desc);
  add_expression(lowering, expression_of("mul(in0, in0)"), {reshaped(x, columns)}, squares);
  lowering.add_step(pool.to_problem(), {squares}, {means, Argument{}});
  const auto number = [&](const char* name, double fallback) {
    return number_text(static_cast<float>(attributes.get_float(name, fallback)));
  };
  const auto text = fmt::format("div(in0, pow(add({}, mul(in1, {})), {}))", number("bias", 1),
                                number("alpha", 1e-4), number("beta", 0.75));
  add_expression(lowering, expression_of(text), {reshaped(x, columns), means},
                 reshaped(lowering.output_argument(), columns));
  return lowering.take();
}

Result<LoweredOp> lower_softmax(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_one_layout());
  NIGHTJAR_ASSIGN(const int64_t axis, lowering.axis(-1));
  const Layout layout = lowering.output().desc.layout;
  if (layout == Layout::kChannelsBlocked16 && axis == 1) {
    return lowering.refuse("channels in blocks cannot be normalised");
  }
  kernels::SoftmaxProblem problem;
  problem.axis =
      tensor::physical_axis(layout, static_cast<int>(lowering.rank()), static_cast<int>(axis));
  problem.is_log = lowering.op().type == "LogSoftmax";
  lowering.add_step(problem.to_problem(), {lowering.input_in_memory(0)},
                    {lowering.output_in_memory()});
  return lowering.take();
}

bool softmax_layout(const Lowering& lowering, Layout layout) {
  return layout == Layout::kChannelsLast && activations_fit(lowering, layout);
}

}  // namespace

void add_norm_rules(RuleTable& table) {
  table["LayerNormalization"] = {lower_layer_norm, nullptr};
  table["RMSNormalization"] = {lower_layer_norm, nullptr};
  table["GroupNormalization"] = {lower_group_norm, nullptr};
  table["InstanceNormalization"] = {lower_group_norm, nullptr};
  table["LpNormalization"] = {lower_lp_norm, nullptr};
  table["MeanVarianceNormalization"] = {lower_mean_variance, nullptr};
  table["LRN"] = {lower_local_response, nullptr};
  table["Softmax"] = {lower_softmax, softmax_layout};
  table["LogSoftmax"] = {lower_softmax, softmax_layout};
}

}  // namespace nightjar::lower::rules
