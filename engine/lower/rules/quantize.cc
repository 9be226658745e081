// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// QuantizeLinear, DequantizeLinear and BatchNormalization: arithmetic with numbers per channel.
#include <fmt/format.h>

#include <cmath>

#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"

namespace nightjar::lower::rules {
namespace {

using tensor::Dim;
using tensor::Layout;
using tensor::Shape;

/// A vector along `axis`, under the extents that broadcast it to `rank` axes.
Argument along_axis(Argument argument, size_t axis, size_t rank) {
  if (argument.desc.shape.size() != 1) return argument;
  Shape shape(rank, Dim(1));
  shape[axis] = argument.desc.shape[0];
  return reshaped(std::move(argument), std::move(shape));
}

/// Input `index` beside X: one number, one per extent of the axis, or of X's shape.
Result<Argument> parameter(const Lowering& lowering, size_t index, size_t axis) {
  const size_t rank = lowering.rank();
  Argument argument = lowering.input_argument(index);
  if (tensor::element_count(argument.desc.shape).constant() == 1) {
    argument.desc.shape = {};
  } else {
    argument = along_axis(std::move(argument), axis, rank);
  }
  return broadcast_in_memory(std::move(argument), lowering.constant(index) != nullptr,
                             lowering.output().desc.layout, rank);
}

Result<size_t> quantization_axis(const Lowering& lowering) {
  if (tensor::element_count(lowering.input(1).desc.shape).constant() == 1) return size_t{0};
  if (lowering.input(1).desc.shape.size() > 1) {
    return lowering.refuse("scales in blocks have no kernel yet");
  }
  NIGHTJAR_ASSIGN(const int64_t axis, lowering.axis(1));
  return static_cast<size_t>(axis);
}

/// X, scale and zero point, the latter when given.
Result<std::vector<Argument>> quantization_arguments(const Lowering& lowering) {
  NIGHTJAR_ASSIGN(const size_t axis, quantization_axis(lowering));
  std::vector<Argument> arguments = {lowering.input_in_memory(0)};
  for (size_t i = 1; i <= 2; ++i) {
    if (!lowering.has_input(i)) continue;
    NIGHTJAR_ASSIGN(Argument argument, parameter(lowering, i, axis));
    arguments.push_back(std::move(argument));
  }
  return arguments;
}

Result<LoweredOp> lower_quantize(Lowering& lowering) {
  const tensor::DataType type = lowering.output().desc.type;
  const int bits = tensor::bits_of(type);
  if (!tensor::is_integer(type) || bits > 32) {
    return lowering.refuse("quantising to this type has no kernel yet");
  }
  const bool is_signed = type == tensor::DataType::kInt8 || type == tensor::DataType::kInt16 ||
                         type == tensor::DataType::kInt32 || type == tensor::DataType::kInt4;
  const double low = is_signed ? -std::ldexp(1.0, bits - 1) : 0.0;
  const double high = std::ldexp(1.0, is_signed ? bits - 1 : bits) - 1;
  NIGHTJAR_ASSIGN(const std::vector<Argument> arguments, quantization_arguments(lowering));
  const std::string steps = "round(div(in0, in1))";
  const std::string moved = arguments.size() > 2 ? "add(" + steps + ", in2)" : steps;
  const auto text = fmt::format("clip({}, {}, {})", moved, number_text(low), number_text(high));
  add_expression(lowering, expression_of(text), arguments, lowering.output_in_memory());
  return lowering.take();
}

Result<LoweredOp> lower_dequantize(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const std::vector<Argument> arguments, quantization_arguments(lowering));
  const char* text = arguments.size() > 2 ? "mul(sub(in0, in2), in1)" : "mul(in0, in1)";
  add_expression(lowering, expression_of(text), arguments, lowering.output_in_memory());
  return lowering.take();
}

/// X, scale, B, mean, variance.
Result<LoweredOp> lower_batch_norm(Lowering& lowering) {
  std::vector<Argument> arguments = {lowering.input_in_memory(0)};
  for (size_t i = 1; i <= 4; ++i) {
    NIGHTJAR_ASSIGN(Argument argument, parameter(lowering, i, 1));
    arguments.push_back(std::move(argument));
  }
  const auto epsilon = static_cast<float>(lowering.attributes().get_float("epsilon", 1e-5));
  const auto text = fmt::format("add(mul(div(sub(in0, in3), sqrt(add(in4, {}))), in1), in2)",
                                number_text(epsilon));
  add_expression(lowering, expression_of(text), arguments, lowering.output_in_memory());
  return lowering.take();
}

/// X moves; the numbers per channel must be constants.
bool supports_channels(const Lowering& lowering, Layout layout) {
  for (size_t i = 1; i < lowering.op().inputs.size(); ++i) {
    if (lowering.has_input(i) && lowering.constant(i) == nullptr) return false;
  }
  return tensor::layout_fits(layout, lowering.output().desc.shape);
}

}  // namespace

void add_quantize_rules(RuleTable& table) {
  table["QuantizeLinear"] = {lower_quantize, supports_channels};
  table["DequantizeLinear"] = {lower_dequantize, supports_channels};
  table["BatchNormalization"] = {lower_batch_norm, supports_channels};
}

}  // namespace nightjar::lower::rules
