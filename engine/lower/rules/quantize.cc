// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// QuantizeLinear, DequantizeLinear and BatchNormalization: arithmetic with numbers per channel.
#include <fmt/format.h>

#include "engine/lower/rules/pointwise_lowering.h"
#include "engine/lower/rules/rule.h"
#include "engine/network/shape_rule.h"
#include "engine/tensor/small_float.h"
#include "kernels/gather/gather.h"
#include "kernels/reduce/reduce.h"

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

/// X, scale, zero point where given, and Y, under extents that broadcast. Constant numbers for all
/// of X stand in the expression instead of among the inputs.
struct Quantization {
  std::vector<Argument> inputs;
  Argument output;
  std::string scale = "in1", zero = {};  ///< As an expression names them; no zero: empty.

  void add(size_t index, Argument argument) {
    (index == 1 ? scale : zero) = "in" + std::to_string(inputs.size());
    inputs.push_back(std::move(argument));
  }
};

/// Numbers for all of X, or one for each extent of an axis.
Result<Quantization> quantize_by_axis(const Lowering& lowering) {
  int64_t axis = 0;
  if (tensor::element_count(lowering.input(1).desc.shape).constant() != 1) {
    NIGHTJAR_ASSIGN(axis, lowering.axis(1));
  }
  Quantization quantization{{lowering.input_in_memory(0)}, lowering.output_in_memory()};
  for (size_t i = 1; i <= 2; ++i) {
    if (!lowering.has_input(i)) continue;
    if (const auto number = scalar_value(lowering, i)) {
      (i == 1 ? quantization.scale : quantization.zero) = number_text(*number);
      continue;
    }
    NIGHTJAR_ASSIGN(Argument argument, parameter(lowering, i, static_cast<size_t>(axis)));
    quantization.add(i, std::move(argument));
  }
  return quantization;
}

Shape split_axis(Shape shape, size_t axis, const Dim& outer, const Dim& inner) {
  shape[axis] = inner;
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), outer);
  return shape;
}

/// Blocks that fill the axis: it is seen as two, and the numbers repeat along the inner one.
Quantization quantize_whole_blocks(const Lowering& lowering, size_t axis, int64_t blocks,
                                   int64_t block_size) {
  const auto split = [&](Argument argument, int64_t inner) {
    Shape shape = split_axis(argument.desc.shape, axis, Dim(blocks), Dim(inner));
    return reshaped(std::move(argument), std::move(shape));
  };
  Quantization quantization{{split(lowering.input_argument(0), block_size)},
                            split(lowering.output_argument(), block_size)};
  for (size_t i = 1; i <= 2; ++i) {
    if (lowering.has_input(i)) {
      quantization.add(i, split(lowering.input_argument(i), 1));
    }
  }
  return quantization;
}

/// Input `index` as float32, each number of a block repeated for its elements along the axis.
Argument repeat_blocks(Lowering& lowering, size_t index, size_t axis, int64_t block_size) {
  Argument numbers = lowering.input_argument(index);
  const Argument floats =
      lowering.add_temporary({tensor::DataType::kFloat32, numbers.desc.shape, Layout::kRowMajor});
  add_expression(lowering, expression_of("in0"), {numbers}, floats);
  std::vector<int64_t> blocks;
  const int64_t extent = *lowering.input(0).desc.shape[axis].constant();
  for (int64_t i = 0; i < extent; ++i) blocks.push_back(i / block_size);
  const Argument indices = lowering.add_constant(tensor::HostTensor::of_int64({extent}, blocks));
  tensor::TensorDesc wide = floats.desc;
  wide.shape[axis] = Dim(extent);
  const Argument repeated = lowering.add_temporary(wide);
  kernels::GatherProblem gather;
  gather.axis = static_cast<int64_t>(axis);
  lowering.add_step(gather.to_problem(), {floats, indices}, {repeated});
  return repeated;
}

/// Numbers for each block along an axis; the last block may be shorter.
Result<Quantization> quantize_by_block(Lowering& lowering, int64_t block_size) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  NIGHTJAR_ASSIGN(const int64_t axis, lowering.axis(1));
  const auto along = static_cast<size_t>(axis);
  const auto extent = lowering.input(0).desc.shape[along].constant();
  if (!extent) return not_yet_known("the extent of the axis in blocks must be known");
  if (*extent % block_size == 0) {
    return quantize_whole_blocks(lowering, along, *extent / block_size, block_size);
  }
  Quantization quantization{{lowering.input_argument(0)}, lowering.output_argument()};
  for (size_t i = 1; i <= 2; ++i) {
    if (!lowering.has_input(i)) continue;
    quantization.add(i, repeat_blocks(lowering, i, along, block_size));
  }
  return quantization;
}

Result<Quantization> read_quantization(Lowering& lowering) {
  const int64_t block_size = lowering.attributes().get_int("block_size", 0);
  return block_size > 0 ? quantize_by_block(lowering, block_size) : quantize_by_axis(lowering);
}

/// Division in float32 is never less exact than the `precision` asked for, but for float64.
std::string compute_of(const Lowering& lowering) {
  const auto asked = static_cast<tensor::DataType>(lowering.attributes().get_int("precision", 0));
  return asked == tensor::DataType::kFloat64 ? "f64" : "";
}

Result<LoweredOp> lower_quantize(Lowering& lowering) {
  const tensor::DataType type = lowering.output().desc.type;
  NIGHTJAR_ASSIGN(const Quantization quantization, read_quantization(lowering));
  if (tensor::is_small_float(type)) {
    // Their zero points are zero.
    std::vector<Argument> inputs = quantization.inputs;
    if (quantization.zero.starts_with("in")) inputs.pop_back();
    kernels::Problem problem{.family = "pointwise", .attributes = {}, .inputs = {}, .outputs = {}};
    problem.attributes.set("expression", "div(in0, " + quantization.scale + ")");
    if (lowering.attributes().get_int("saturate", 1) == 0) {
      problem.attributes.set("saturate", int64_t{0});
    }
    lowering.add_step(std::move(problem), inputs, {quantization.output});
    return lowering.take();
  }
  if (!tensor::is_integer(type) || tensor::bits_of(type) > 32) {
    return lowering.refuse("quantising to this type has no kernel");
  }
  const std::string steps = "round(div(in0, " + quantization.scale + "))";
  const bool is_moved = !quantization.zero.empty();
  const std::string text = is_moved ? "add(" + steps + ", " + quantization.zero + ")" : steps;
  add_expression(lowering, clipped_to(type, text), quantization.inputs, quantization.output,
                 compute_of(lowering));
  return lowering.take();
}

Result<LoweredOp> lower_dequantize(Lowering& lowering) {
  NIGHTJAR_ASSIGN(const Quantization quantization, read_quantization(lowering));
  const bool is_moved = !quantization.zero.empty();
  const std::string x = is_moved ? "sub(in0, " + quantization.zero + ")" : "in0";
  const std::string text = "mul(" + x + ", " + quantization.scale + ")";
  add_expression(lowering, expression_of(text), quantization.inputs, quantization.output);
  return lowering.take();
}

/// The least and largest element of X and zero, as two numbers.
Argument extreme(Lowering& lowering, kernels::ReduceKind kind) {
  const Argument found =
      lowering.add_temporary({lowering.input(0).desc.type, {}, Layout::kRowMajor});
  const Argument x = lowering.input_in_memory(0);
  kernels::ReduceProblem reduce;
  reduce.kind = kind;
  reduce.axes = {0};
  lowering.add_step(reduce.to_problem(), {reshaped(x, {tensor::element_count(x.desc.shape)})},
                    {found});
  return found;
}

/// X to uint8 with a scale and a zero point that make the most of the range X has with zero.
Result<LoweredOp> lower_dynamic_quantize(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const Argument least = extreme(lowering, kernels::ReduceKind::kMin);
  const Argument most = extreme(lowering, kernels::ReduceKind::kMax);
  const auto wanted = [&](size_t output, tensor::DataType type) {
    return lowering.has_output(output) ? lowering.output_argument(output)
                                       : lowering.add_temporary({type, {}, Layout::kRowMajor});
  };
  const Argument scale = wanted(1, tensor::DataType::kFloat32);
  const Argument zero = wanted(2, tensor::DataType::kUInt8);
  // Nothing but zeros has no range: any scale is right, and 1 divides.
  add_expression(lowering,
                 expression_of("where(equal(max(in1, 0), min(in0, 0)), 1, "
                               "div(sub(max(in1, 0), min(in0, 0)), 255))"),
                 {least, most}, scale);
  add_expression(lowering,
                 clipped_to(tensor::DataType::kUInt8, "round(div(sub(0, min(in0, 0)), in1))"),
                 {least, scale}, zero);
  add_expression(lowering, clipped_to(tensor::DataType::kUInt8, "add(round(div(in0, in1)), in2)"),
                 {lowering.input_argument(0), scale, zero}, lowering.output_argument());
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
  if (lowering.attributes().get_int("block_size", 0) > 0) return false;
  for (size_t i = 1; i < lowering.op().inputs.size(); ++i) {
    if (lowering.has_input(i) && lowering.constant(i) == nullptr) return false;
  }
  return tensor::layout_fits(layout, lowering.output().desc.shape);
}

}  // namespace

void add_quantize_rules(RuleTable& table) {
  table["QuantizeLinear"] = {lower_quantize, supports_channels};
  table["DequantizeLinear"] = {lower_dequantize, supports_channels};
  table["DynamicQuantizeLinear"] = {lower_dynamic_quantize, nullptr};
  table["BatchNormalization"] = {lower_batch_norm, supports_channels};
}

}  // namespace nightjar::lower::rules
