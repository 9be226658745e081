// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Quantised operators: dequantised, computed in float and quantised again; products in exact
// integers.
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::TensorId;
using tensor::DataType;

/// Refuses a node without its first `count` inputs.
Status expect_given(const Node& node, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (!has_input(node, i)) return invalid_input("input " + std::to_string(i) + " is missing");
  }
  return {};
}

TensorId input_of(const Node& node, size_t index) {
  return has_input(node, index) ? node.op.inputs[index] : kAbsent;
}

Result<TensorId> dequantized(const Node& node, Emitter& emit, size_t first) {
  return emit.op("DequantizeLinear",
                 {input_of(node, first), input_of(node, first + 1), input_of(node, first + 2)});
}

/// `value` to `type` by the scale and the zero point at `first` and behind it, as the node's
/// output.
Status finish_quantized(Node& node, Emitter& emit, TensorId value, DataType type, size_t first) {
  TensorId zero = input_of(node, first + 1);
  if (zero == kAbsent) zero = emit.scalar("zero", type, 0);
  NIGHTJAR_ASSIGN(const TensorId output,
                  emit.op("QuantizeLinear", {value, input_of(node, first), zero}));
  node.outputs = {output};
  return {};
}

/// QLinearAdd, QLinearMul: A, B and C with a scale and a zero point each.
Status binary(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(expect_given(node, 5));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc a, need_described(node, emit, 0));
  NIGHTJAR_ASSIGN(const TensorId left, dequantized(node, emit, 0));
  NIGHTJAR_ASSIGN(const TensorId right, dequantized(node, emit, 3));
  const char* type = node.op.type == "QLinearAdd" ? "Add" : "Mul";
  NIGHTJAR_ASSIGN(const TensorId value, emit.op(type, {left, right}));
  return finish_quantized(node, emit, value, a.type, 6);
}

Result<TensorId> transposed(Emitter& emit, TensorId value, const std::vector<int64_t>& perm) {
  tensor::Attributes attributes;
  attributes.set("perm", perm);
  return emit.op("Transpose", {value}, attributes);
}

/// `type` with the node's attributes over a value whose channels stand last.
Result<TensorId> with_channels_last(Node& node, Emitter& emit, const std::string& type,
                                    TensorId value, size_t rank) {
  if (rank < 2) return invalid_input("input 0 has no channels");
  std::vector<int64_t> forth = {0, static_cast<int64_t>(rank) - 1}, back = {0};
  for (int64_t axis = 1; axis + 1 < static_cast<int64_t>(rank); ++axis) {
    forth.push_back(axis);
    back.push_back(axis + 1);
  }
  back.push_back(1);
  NIGHTJAR_ASSIGN(value, transposed(emit, value, forth));
  NIGHTJAR_ASSIGN(value, emit.op(type, {value}, node.op.attributes));
  return transposed(emit, value, back);
}

/// The operators of one input: X and Y with a scale and a zero point each.
Status unary(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(expect_given(node, 2));
  static const std::map<std::string, const char*> plain_types = {
      {"QLinearSigmoid", "Sigmoid"},
      {"QLinearLeakyRelu", "LeakyRelu"},
      {"QLinearSoftmax", "Softmax"},
      {"QLinearAveragePool", "AveragePool"},
      {"QLinearGlobalAveragePool", "GlobalAveragePool"}};
  NIGHTJAR_ASSIGN(const tensor::TensorDesc x, need_described(node, emit, 0));
  NIGHTJAR_ASSIGN(const auto last, take_int(node, "channels_last"));
  NIGHTJAR_TRY(take_int(node, "opset"));
  NIGHTJAR_ASSIGN(TensorId value, dequantized(node, emit, 0));
  const std::string type = plain_types.at(node.op.type);
  if (last.value_or(0) != 0) {
    NIGHTJAR_ASSIGN(value, with_channels_last(node, emit, type, value, x.shape.size()));
  } else {
    NIGHTJAR_ASSIGN(value, emit.op(type, {value}, node.op.attributes));
  }
  return finish_quantized(node, emit, value, x.type, 3);
}

/// Scale and zero point of Y, then every part with its own.
Status concat(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(expect_given(node, 4));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc first, need_described(node, emit, 2));
  std::vector<TensorId> parts;
  for (size_t part = 2; part < node.op.inputs.size(); part += 3) {
    NIGHTJAR_ASSIGN(const TensorId value, dequantized(node, emit, part));
    parts.push_back(value);
  }
  NIGHTJAR_ASSIGN(const TensorId joined, emit.op("Concat", parts, node.op.attributes));
  return finish_quantized(node, emit, joined, first.type, 0);
}

Result<TensorId> as_float(Emitter& emit, TensorId value, DataType type) {
  tensor::Attributes attributes;
  attributes.set("to", static_cast<int64_t>(type));
  return emit.op("Cast", {value}, attributes);
}

/// The scales of a product and what is added to it; kAbsent for what is not there.
struct Scaling {
  TensorId left = kAbsent, right = kAbsent, bias = kAbsent;
};

/// Integer sums by both scales, plus the bias.
Result<TensorId> scaled(Emitter& emit, TensorId sums, const Scaling& scaling) {
  const DataType type = emit.tensor(scaling.left).desc.type;
  NIGHTJAR_ASSIGN(TensorId value, as_float(emit, sums, type));
  NIGHTJAR_ASSIGN(const TensorId scale, emit.op("Mul", {scaling.left, scaling.right}));
  NIGHTJAR_ASSIGN(value, emit.op("Mul", {value, scale}));
  if (scaling.bias == kAbsent) return value;
  return emit.op("Add", {value, scaling.bias});
}

/// A, B, their scales, their zero points, a bias.
Status matmul_to_float(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(expect_given(node, 4));
  NIGHTJAR_ASSIGN(const TensorId sums,
                  emit.op("MatMulInteger", {input_of(node, 0), input_of(node, 1), input_of(node, 4),
                                            input_of(node, 5)}));
  NIGHTJAR_ASSIGN(const TensorId value,
                  scaled(emit, sums, {input_of(node, 2), input_of(node, 3), input_of(node, 6)}));
  node.outputs = {value};
  return {};
}

/// A in float, quantised by its own range; B, its scale and zero point, a bias.
Status dynamic_matmul(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(expect_given(node, 3));
  Node quantize;
  quantize.op.type = "DynamicQuantizeLinear";
  quantize.op.name = node.op.name + ".DynamicQuantizeLinear";
  quantize.op.inputs = {input_of(node, 0)};
  quantize.output_count = 3;
  NIGHTJAR_ASSIGN(const auto a, emit.node(quantize));
  NIGHTJAR_ASSIGN(const TensorId sums,
                  emit.op("MatMulInteger", {a[0], input_of(node, 1), a[2], input_of(node, 3)}));
  NIGHTJAR_ASSIGN(const TensorId value,
                  scaled(emit, sums, {a[1], input_of(node, 2), input_of(node, 4)}));
  node.outputs = {value};
  return {};
}

/// Matrix `index` of a Gemm, as `attribute` wants it.
Result<TensorId> gemm_operand(Node& node, Emitter& emit, size_t index, const char* attribute) {
  NIGHTJAR_ASSIGN(const auto swapped, take_int(node, attribute));
  if (swapped.value_or(0) == 0) return input_of(node, index);
  return transposed(emit, input_of(node, index), {1, 0});
}

/// A and B with a scale and a zero point each, C in the unit of the sums, then those of Y; without
/// them Y is in float.
Status gemm(Node& node, Emitter& emit) {
  NIGHTJAR_TRY(expect_given(node, 6));
  NIGHTJAR_ASSIGN(const tensor::TensorDesc a, need_described(node, emit, 0));
  NIGHTJAR_ASSIGN(const auto alpha, take_float(node, "alpha"));
  NIGHTJAR_ASSIGN(const TensorId left, gemm_operand(node, emit, 0, "transA"));
  NIGHTJAR_ASSIGN(const TensorId right, gemm_operand(node, emit, 3, "transB"));
  NIGHTJAR_ASSIGN(TensorId sums,
                  emit.op("MatMulInteger", {left, right, input_of(node, 2), input_of(node, 5)}));
  if (has_input(node, 6)) {
    NIGHTJAR_ASSIGN(sums, emit.op("Add", {sums, input_of(node, 6)}));
  }
  TensorId scale = input_of(node, 1);
  if (alpha.value_or(1.0) != 1.0) {
    const DataType type = emit.tensor(scale).desc.type;
    NIGHTJAR_ASSIGN(scale, emit.op("Mul", {scale, emit.scalar("alpha", type, *alpha)}));
  }
  NIGHTJAR_ASSIGN(const TensorId value, scaled(emit, sums, {scale, input_of(node, 4)}));
  if (has_input(node, 7)) return finish_quantized(node, emit, value, a.type, 7);
  node.outputs = {value};
  return {};
}

/// The same operator as ONNX's own.
Status standard(Node& node, Emitter&) {
  node.op.domain.clear();
  return {};
}

}  // namespace

void add_quantized_translations(TranslationTable& table) {
  table["DequantizeLinear"] = standard;
  table["DynamicQuantizeMatMul"] = dynamic_matmul;
  table["MatMulIntegerToFloat"] = matmul_to_float;
  table["QGemm"] = gemm;
  table["QLinearAdd"] = binary;
  table["QLinearAveragePool"] = unary;
  table["QLinearConcat"] = concat;
  table["QLinearGlobalAveragePool"] = unary;
  table["QLinearLeakyRelu"] = unary;
  table["QLinearMul"] = binary;
  table["QLinearSigmoid"] = unary;
  table["QLinearSoftmax"] = unary;
  table["QuantizeLinear"] = standard;
}

}  // namespace nightjar::onnx
