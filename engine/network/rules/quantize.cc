// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Floats to small numbers and back, and products of quantised operands.
#include "engine/network/rules/arguments.h"
#include "engine/network/rules/conv_shape.h"
#include "engine/network/rules/matmul_shape.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

/// The type an attribute names, or `fallback` when it is absent or 0.
Result<DataType> named_type(const Op& op, const char* attribute, DataType fallback) {
  const int64_t number = op.attributes.get_int(attribute, 0);
  if (number == 0) return fallback;
  const bool in_range = number > 0 && number < tensor::kDataTypeCount;
  if (in_range) return static_cast<DataType>(number);
  return invalid_input(std::string("attribute '") + attribute + "' is " + std::to_string(number) +
                       ", not a type");
}

/// One number a block along the axis, and for every extent of the other axes.
Status expect_blocks(const RuleInput& in, size_t axis, int64_t block_size) {
  const Shape &x = shape_of(in, 0), &scale = shape_of(in, 1);
  const Error unfit =
      invalid_input("scale of shape " + to_string(scale) + " does not fit X of shape " +
                    to_string(x) + " in blocks of " + std::to_string(block_size));
  if (scale.size() != x.size()) return unfit;
  for (size_t i = 0; i < x.size(); ++i) {
    const Dim wanted = i == axis ? Dim::ceil_div(x[i], Dim(block_size)) : x[i];
    if (!agree(scale[i], wanted, "scales and blocks").ok()) return unfit;
  }
  return {};
}

/// Scales are one number, one per extent of the axis, or blocks along it.
Status expect_scales(const RuleInput& in) {
  const Shape &x = shape_of(in, 0), &scale = shape_of(in, 1);
  const auto is_single = [&in](size_t index) {
    return tensor::element_count(shape_of(in, index)).constant() == 1;
  };
  if (given(in, 2) && !(is_single(1) && is_single(2))) {
    const auto points = agree(scale, shape_of(in, 2), "scale and zero point");
    if (!points.ok()) return points.error();
  }
  const int64_t block_size = in.op.attributes.get_int("block_size", 0);
  if (block_size < 0 || block_size > INT32_MAX) {
    return invalid_input("attribute 'block_size' is " + std::to_string(block_size));
  }
  if (is_single(1) && block_size == 0) return {};
  NIGHTJAR_ASSIGN(const int axis, normalize_axis(in.op.attributes.get_int("axis", 1), x.size()));
  if (block_size > 0) return expect_blocks(in, static_cast<size_t>(axis), block_size);
  if (scale.size() == 1) {
    const auto extent = agree(scale[0], x[static_cast<size_t>(axis)], "scales and the axis");
    return extent.ok() ? Status() : Status(extent.error());
  }
  return invalid_input("scale of shape " + to_string(scale) + " does not fit X of shape " +
                       to_string(x));
}

Outputs infer_quantize(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_scales(in));
  const DataType fallback = given(in, 2) ? type_of(in, 2) : DataType::kUInt8;
  NIGHTJAR_ASSIGN(const DataType type, named_type(in.op, "output_dtype", fallback));
  if (given(in, 2) && type != type_of(in, 2)) {
    return invalid_input("output_dtype and zero point have different types");
  }
  return one_output(type, shape_of(in, 0));
}

Outputs infer_dequantize(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 3));
  NIGHTJAR_TRY(expect_scales(in));
  if (given(in, 2) && type_of(in, 2) != type_of(in, 0)) {
    return invalid_input("X and zero point have different types");
  }
  NIGHTJAR_ASSIGN(const DataType type, named_type(in.op, "output_dtype", type_of(in, 1)));
  return one_output(type, shape_of(in, 0));
}

/// X, a scale, a zero point.
Outputs infer_dynamic_quantize(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 1, 1));
  NIGHTJAR_TRY(expect_float(in, 0));
  return std::vector<OutputFacts>{{TensorDesc{DataType::kUInt8, shape_of(in, 0)}},
                                  {TensorDesc{DataType::kFloat32, {}}},
                                  {TensorDesc{DataType::kUInt8, {}}}};
}

bool is_byte(DataType type) { return type == DataType::kInt8 || type == DataType::kUInt8; }

Status expect_quantised(const RuleInput& in, size_t index) {
  const DataType type = type_of(in, index);
  const bool is_float8 = tensor::is_float(type) && tensor::bits_of(type) == 8;
  if (is_byte(type) || is_float8) return {};
  return invalid_input("input " + std::to_string(index) + " is " + std::string(name_of(type)) +
                       ", a quantised type of eight bits is wanted");
}

/// Input `index` is one number, one for each of `count`, or has axes of its own that broadcast.
Status expect_numbers_for(const RuleInput& in, size_t index, const Dim& count) {
  if (!given(in, index)) return {};
  const Shape& shape = shape_of(in, index);
  const bool is_single = tensor::element_count(shape).constant() == 1;
  if (is_single || shape.size() > 1 || agree(shape[0], count, "").ok()) return {};
  return invalid_input("input " + std::to_string(index) + " has shape " + to_string(shape) +
                       ", one number or " + count.to_string() + " are wanted");
}

/// The operands' zero points have the operands' types.
Status expect_zero_point(const RuleInput& in, size_t index, size_t operand) {
  if (!given(in, index) || type_of(in, index) == type_of(in, operand)) return {};
  return invalid_input("input " + std::to_string(index) + " is " +
                       std::string(name_of(type_of(in, index))) + ", but input " +
                       std::to_string(operand) + " is " +
                       std::string(name_of(type_of(in, operand))));
}

/// The product of inputs `left` and `right`, whose zero points stand at the other two positions.
Result<Shape> product_of(const RuleInput& in, size_t left, size_t left_zero, size_t right,
                         size_t right_zero) {
  NIGHTJAR_TRY(expect_quantised(in, left));
  NIGHTJAR_TRY(expect_quantised(in, right));
  NIGHTJAR_TRY(expect_zero_point(in, left_zero, left));
  NIGHTJAR_TRY(expect_zero_point(in, right_zero, right));
  NIGHTJAR_ASSIGN(Shape shape, matmul_shape(shape_of(in, left), shape_of(in, right)));
  const Shape &a = shape_of(in, left), &b = shape_of(in, right);
  NIGHTJAR_TRY(expect_numbers_for(in, left_zero, a.size() < 2 ? Dim(1) : a[a.size() - 2]));
  NIGHTJAR_TRY(expect_numbers_for(in, right_zero, b.size() < 2 ? Dim(1) : b.back()));
  return shape;
}

Outputs infer_matmul_integer(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_ASSIGN(Shape shape, product_of(in, 0, 2, 1, 3));
  return one_output(DataType::kInt32, std::move(shape));
}

Outputs infer_qlinear_matmul(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 8, 8));
  NIGHTJAR_TRY(expect_quantised(in, 7));
  NIGHTJAR_ASSIGN(Shape shape, product_of(in, 0, 2, 3, 5));
  const Dim one(1);
  NIGHTJAR_TRY(expect_numbers_for(in, 4, shape.empty() ? one : shape.back()));
  for (const size_t index : {1, 6, 7}) {
    NIGHTJAR_TRY(expect_numbers_for(in, index, shape.size() < 2 ? one : shape[shape.size() - 2]));
  }
  return one_output(type_of(in, 7), std::move(shape));
}

/// The convolution of inputs `x` and `w`; `bias` stands at its position when there is one.
Result<Shape> convolution_of(const RuleInput& in, size_t x, size_t w, size_t bias) {
  for (const size_t index : {x, w}) {
    if (!is_byte(type_of(in, index))) return invalid_input("operands are no bytes");
  }
  std::vector<InputFacts> operands = {in.inputs[x], in.inputs[w]};
  if (given(in, bias)) operands.push_back(in.inputs[bias]);
  return conv_shape({in.op, operands, 1});
}

Outputs infer_conv_integer(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 2, 4));
  NIGHTJAR_ASSIGN(Shape shape, convolution_of(in, 0, 1, in.inputs.size()));
  NIGHTJAR_TRY(expect_numbers_for(in, 2, Dim(1)));
  NIGHTJAR_TRY(expect_numbers_for(in, 3, shape[1]));
  return one_output(DataType::kInt32, std::move(shape));
}

Outputs infer_qlinear_conv(const RuleInput& in) {
  NIGHTJAR_TRY(expect_inputs(in, 8, 9));
  NIGHTJAR_ASSIGN(Shape shape, convolution_of(in, 0, 3, 8));
  if (!is_byte(type_of(in, 7))) return invalid_input("the zero point of y is no byte");
  for (const size_t index : {1, 2, 6, 7}) NIGHTJAR_TRY(expect_numbers_for(in, index, Dim(1)));
  for (const size_t index : {4, 5}) NIGHTJAR_TRY(expect_numbers_for(in, index, shape[1]));
  return one_output(type_of(in, 7), std::move(shape));
}

}  // namespace

void add_quantize_rules(RuleTable& table) {
  table["QuantizeLinear"] = infer_quantize;
  table["DequantizeLinear"] = infer_dequantize;
  table["DynamicQuantizeLinear"] = infer_dynamic_quantize;
  table["MatMulInteger"] = infer_matmul_integer;
  table["QLinearMatMul"] = infer_qlinear_matmul;
  table["ConvInteger"] = infer_conv_integer;
  table["QLinearConv"] = infer_qlinear_conv;
}

}  // namespace nightjar::network::rules
