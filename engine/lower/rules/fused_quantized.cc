// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The fused contractions of bytes: one step each.
#include "engine/lower/rules/matmul_lowering.h"
#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/window_lowering.h"
#include "kernels/quantized/quantized_conv.h"
#include "kernels/quantized/quantized_gemm.h"
#include "kernels/reduce/reduce.h"

namespace nightjar::lower::rules {
namespace {

Result<kernels::Requantization> read_requantization(const Lowering& lowering) {
  NIGHTJAR_ASSIGN(auto requantization, kernels::Requantization::from_attributes([&] {
                    tensor::Attributes numbers = lowering.attributes();
                    numbers.erase("activation");
                    return numbers;
                  }()));
  NIGHTJAR_ASSIGN(requantization.activation, read_activation(lowering));
  return requantization;
}

/// A number of bytes that stands for zero, as a pad is filled with it.
tensor::HostTensor zero_point(tensor::DataType type, int64_t value) {
  tensor::HostTensor filled(type, {});
  filled.set_integer(0, value);
  return filled;
}

std::vector<Argument> operands(const Lowering& lowering, Argument x) {
  std::vector<Argument> arguments = {std::move(x)};
  for (size_t i = 1; i < kernels::kQuantizedOperandCount; ++i) {
    arguments.push_back(lowering.input_argument(i));
  }
  return arguments;
}

Result<LoweredOp> lower_quantized_conv(Lowering& lowering) {
  const tensor::Shape& w = lowering.input(1).desc.shape;
  if (w.size() < 3) return lowering.refuse("weights must have spatial axes");
  const auto kernel = tensor::constant_dims(tensor::Shape(w.begin() + 2, w.end()));
  if (!kernel) return not_yet_known("the kernel's extents must be known");
  kernels::QuantizedConvProblem problem;
  NIGHTJAR_ASSIGN(problem.requantization, read_requantization(lowering));
  NIGHTJAR_ASSIGN(WindowedInput input, read_window(lowering, *kernel,
                                                   zero_point(lowering.input(0).desc.type,
                                                              problem.requantization.x_zero)));
  problem.window = input.window;
  problem.group = lowering.attributes().get_int("group", 1);
  lowering.add_step(problem.to_problem(), operands(lowering, std::move(input.x)),
                    {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_quantized_gemm(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  if (lowering.rank(0) < 2 || lowering.rank(1) != 2) {
    return invalid_input("operands must be matrices");
  }
  kernels::QuantizedGemmProblem problem;
  problem.trans_b = lowering.attributes().get_int("transB", 0) != 0;
  NIGHTJAR_ASSIGN(problem.requantization, read_requantization(lowering));
  lowering.add_step(problem.to_problem(), operands(lowering, lowering.input_argument(0)),
                    {lowering.output_argument()});
  return lowering.take();
}

/// The kernels take x and y alike, row-major or channels last.
bool conv_layout(const Lowering& lowering, tensor::Layout layout) {
  return layout == tensor::Layout::kChannelsLast &&
         tensor::layout_fits(layout, lowering.input(0).desc.shape) &&
         tensor::layout_fits(layout, lowering.output().desc.shape);
}

/// The sum of the bytes, exactly, and what it stands for.
Result<LoweredOp> lower_quantized_mean(Lowering& lowering) {
  const tensor::Shape& shape = lowering.input(0).desc.shape;
  const auto window = tensor::constant_dims(tensor::Shape(shape.begin() + 2, shape.end()));
  if (!window) return not_yet_known("the spatial extents must be known");
  const Argument x = lowering.input_in_memory(0), y = lowering.output_in_memory();
  const bool is_last = lowering.input(0).desc.layout == tensor::Layout::kChannelsLast;
  kernels::ReduceProblem reduce;
  reduce.kind = kernels::ReduceKind::kSum;
  for (size_t axis = 2; axis < shape.size(); ++axis) {
    reduce.axes.push_back(static_cast<int64_t>(is_last ? axis - 1 : axis));
  }
  const Argument sums =
      lowering.add_temporary({tensor::DataType::kFloat32, y.desc.shape, tensor::Layout::kRowMajor});
  lowering.add_step(reduce.to_problem(), {x}, {sums});
  const auto& attributes = lowering.attributes();
  const auto count = static_cast<double>(tensor::element_count(*window));
  const std::string mean = "div(in0, " + number_text(count) + ")";
  const auto zero = static_cast<double>(attributes.get_int("x_zero", 0));
  add_expression(lowering,
                 expression_of("mul(sub(" + mean + ", " + number_text(zero) + "), " +
                               number_text(attributes.get_float("x_scale", 1)) + ")"),
                 {sums}, y);
  return lowering.take();
}

bool mean_layout(const Lowering& lowering, tensor::Layout layout) {
  return layout == tensor::Layout::kChannelsLast && activations_fit(lowering, layout);
}

}  // namespace

void add_fused_quantized_rules(RuleTable& table) {
  table["nightjar::QuantizedConv"] = {lower_quantized_conv, conv_layout};
  table["nightjar::QuantizedMean"] = {lower_quantized_mean, mean_layout};
  table["nightjar::QuantizedGemm"] = {lower_quantized_gemm, nullptr};
}

}  // namespace nightjar::lower::rules
