// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Products and convolutions of quantised operands: exact sums in integers, scaled once at the end.
#include <algorithm>

#include "engine/lower/rules/matmul_lowering.h"
#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/window_lowering.h"
#include "engine/tensor/small_float.h"
#include "kernels/conv/conv.h"
#include "kernels/gemm/gemm.h"

namespace nightjar::lower::rules {
namespace {

using tensor::DataType;
using tensor::Dim;
using tensor::Layout;
using tensor::Shape;

/// Where the operands of an op stand among its inputs.
struct Positions {
  size_t left, left_zero, right, right_zero;
};

bool is_zero(const Lowering& lowering, size_t index) {
  const tensor::HostTensor* value = lowering.constant(index);
  if (value == nullptr) return false;
  for (int64_t i = 0; i < value->count(); ++i) {
    if (value->value_at(i) != 0) return false;
  }
  return true;
}

/// A vector of numbers as a column of `rank` axes from `axis` on; anything else as it is.
Argument along(Argument argument, size_t axis, size_t rank) {
  if (argument.desc.shape.size() != 1 || argument.desc.shape[0].constant() == 1) {
    if (argument.desc.shape.size() == 1) argument.desc.shape = {};
    return argument;
  }
  Shape shape(rank - axis, Dim(1));
  shape[0] = argument.desc.shape[0];
  return reshaped(std::move(argument), std::move(shape));
}

/// Numbers for each row of a matrix, or for all of it.
Argument by_row(const Lowering& lowering, size_t index, size_t rank) {
  return along(lowering.input_argument(index), rank < 2 ? 0 : rank - 2, std::max<size_t>(rank, 1));
}

/// The operand less its zero points. int16 holds every difference of two bytes.
Argument shifted(Lowering& lowering, const Argument& operand, size_t zero_index,
                 const Argument& zero) {
  const bool is_float = tensor::is_float(operand.desc.type);
  if (is_float || !lowering.has_input(zero_index) || is_zero(lowering, zero_index)) return operand;
  const Argument difference =
      lowering.add_temporary({DataType::kInt16, operand.desc.shape, Layout::kRowMajor});
  add_expression(lowering, expression_of("sub(in0, in1)"), {operand, zero}, difference);
  return difference;
}

/// `sums` scaled back: sums * (left scale * right scale / output scale) + output zero point.
Status requantise(Lowering& lowering, const Argument& sums, const std::vector<Argument>& scales,
                  const Argument& zero, const Argument& output) {
  const std::string value = "mul(in0, div(mul(in1, in2), in3))";
  std::vector<Argument> inputs = {sums};
  inputs.insert(inputs.end(), scales.begin(), scales.end());
  const DataType type = output.desc.type;
  if (tensor::is_small_float(type)) {
    add_expression(lowering, expression_of(value), inputs, output);
    return {};
  }
  if (!tensor::is_integer(type)) return lowering.refuse("the output is no quantised type");
  inputs.push_back(zero);
  add_expression(lowering, clipped_to(type, "add(round(" + value + "), in4)"), inputs, output);
  return {};
}

/// The matrix product of the operands less their zero points, into `sums`.
void add_product(Lowering& lowering, const Positions& at, const Argument& sums) {
  const size_t left_rank = lowering.rank(at.left), right_rank = lowering.rank(at.right);
  const Argument left = shifted(lowering, lowering.input_argument(at.left), at.left_zero,
                                by_row(lowering, at.left_zero, left_rank));
  const Argument right = shifted(lowering, lowering.input_argument(at.right), at.right_zero,
                                 along(lowering.input_argument(at.right_zero), 0, 1));
  lowering.add_step(
      kernels::GemmProblem().to_problem(),
      {as_matrix(left, true), as_matrix(right, false), Argument{}, Argument{}},
      {reshaped(sums, product_shape(lowering.output().desc.shape, left_rank, right_rank))});
}

/// Sums of bytes are exact in int32, sums of float8 are taken in float32.
DataType sum_type(DataType operand) {
  return tensor::is_float(operand) ? DataType::kFloat32 : DataType::kInt32;
}

/// A, B, [a zero point], [b zero point] to int32.
Result<LoweredOp> lower_matmul_integer(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  add_product(lowering, {0, 2, 1, 3}, lowering.output_argument());
  return lowering.take();
}

/// a, its scale and zero point, b, its scale and zero point, the scale and zero point of y.
Result<LoweredOp> lower_qlinear_matmul(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const size_t rank = lowering.output().desc.shape.size();
  const Argument sums = lowering.add_temporary(
      {sum_type(lowering.input(0).desc.type), lowering.output().desc.shape, Layout::kRowMajor});
  add_product(lowering, {0, 2, 3, 5}, sums);
  const Argument columns = along(lowering.input_argument(4), 0, 1);
  NIGHTJAR_TRY(requantise(lowering, sums,
                          {by_row(lowering, 1, rank), columns, by_row(lowering, 6, rank)},
                          by_row(lowering, 7, rank), lowering.output_argument()));
  return lowering.take();
}

/// The convolution of the operands less their zero points, into `sums`.
Status add_convolution(Lowering& lowering, const Positions& at, const Argument& bias,
                       const Argument& sums) {
  const Shape& w = lowering.input(at.right).desc.shape;
  if (w.size() < 3) return lowering.refuse("weights must have spatial axes");
  const auto kernel = tensor::constant_dims(Shape(w.begin() + 2, w.end()));
  if (!kernel) return not_yet_known("the kernel's extents must be known");
  const tensor::HostTensor* fill = lowering.constant(at.left_zero);
  NIGHTJAR_ASSIGN(const WindowedInput input,
                  read_window(lowering, *kernel, fill == nullptr ? tensor::HostTensor() : *fill));
  kernels::ConvProblem problem;
  problem.window = input.window;
  problem.group = lowering.attributes().get_int("group", 1);
  const Argument x =
      shifted(lowering, input.x, at.left_zero, along(lowering.input_argument(at.left_zero), 0, 1));
  const Argument weights = shifted(lowering, lowering.input_argument(at.right), at.right_zero,
                                   along(lowering.input_argument(at.right_zero), 0, w.size()));
  lowering.add_step(problem.to_problem(), {x, weights, bias, Argument{}}, {sums});
  return {};
}

/// x, w, [x zero point], [w zero point] to int32.
Result<LoweredOp> lower_conv_integer(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  NIGHTJAR_TRY(add_convolution(lowering, {0, 2, 1, 3}, Argument{}, lowering.output_argument()));
  return lowering.take();
}

/// x, its scale and zero point, w, its scale and zero point, the scale and zero point of y, [B],
/// whose numbers stand in the unit of the sums.
Result<LoweredOp> lower_qlinear_conv(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const size_t rank = lowering.rank();
  const Argument sums =
      lowering.add_temporary({DataType::kInt32, lowering.output().desc.shape, Layout::kRowMajor});
  NIGHTJAR_TRY(add_convolution(lowering, {0, 2, 3, 5}, lowering.input_argument(8), sums));
  const auto number = [&](size_t index) { return along(lowering.input_argument(index), 1, rank); };
  NIGHTJAR_TRY(requantise(lowering, sums, {number(1), number(4), number(6)}, number(7),
                          lowering.output_argument()));
  return lowering.take();
}

}  // namespace

void add_quantized_rules(RuleTable& table) {
  table["MatMulInteger"] = {lower_matmul_integer, nullptr};
  table["QLinearMatMul"] = {lower_qlinear_matmul, nullptr};
  table["ConvInteger"] = {lower_conv_integer, nullptr};
  table["QLinearConv"] = {lower_qlinear_conv, nullptr};
}

}  // namespace nightjar::lower::rules
