// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// MatMulNBits: weights of few bits in blocks, dequantised in front of a product.
#include "engine/onnx/upgrade/microsoft/microsoft.h"

namespace nightjar::onnx {
namespace {

using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

/// What the attributes say of B, a matrix of `columns` rows in blocks along K.
struct Weights {
  int64_t depth = 0, columns = 0, bits = 0, block_size = 0, blocks = 0;

  DataType type() const {
    if (bits == 8) return DataType::kUInt8;
    return bits == 4 ? DataType::kUInt4 : DataType::kUInt2;
  }
};

Result<Weights> read_weights(Node& node) {
  Weights weights;
  NIGHTJAR_ASSIGN(const auto depth, take_int(node, "K"));
  NIGHTJAR_ASSIGN(const auto columns, take_int(node, "N"));
  NIGHTJAR_ASSIGN(const auto bits, take_int(node, "bits"));
  NIGHTJAR_ASSIGN(const auto block_size, take_int(node, "block_size"));
  weights.depth = depth.value_or(0);
  weights.columns = columns.value_or(0);
  weights.bits = bits.value_or(4);
  weights.block_size = block_size.value_or(0);
  const auto in_range = [](int64_t value) { return value >= 1 && value < int64_t{1} << 31; };
  if (!in_range(weights.depth) || !in_range(weights.columns) || !in_range(weights.block_size) ||
      weights.block_size % 16 != 0) {
    return invalid_input("attributes K, N and block_size do not describe blocks of weights");
  }
  if (weights.bits != 2 && weights.bits != 4 && weights.bits != 8) {
    return unsupported("weights of " + std::to_string(weights.bits) + " bits are not supported");
  }
  weights.blocks = (weights.depth + weights.block_size - 1) / weights.block_size;
  return weights;
}

Result<HostTensor> constant_bytes(const Node& node, Emitter& emit, size_t index) {
  const auto& constant = emit.tensor(node.op.inputs[index]).constant;
  if (!constant) {
    return unsupported("input " + std::to_string(index) + " is computed: it must be a constant");
  }
  if (constant->type() == DataType::kUInt8) return *constant;
  return unsupported("input " + std::to_string(index) + " is " +
                     std::string(name_of(constant->type())) + ", packed bytes are wanted");
}

/// One zero point a block. Packed ones fill whole bytes a row; without any, it is the middle.
Result<HostTensor> zero_points(const Node& node, Emitter& emit, const Weights& weights) {
  HostTensor points(weights.type(), {weights.columns, weights.blocks});
  if (!has_input(node, 3)) {
    for (int64_t i = 0; i < points.count(); ++i) points.set_integer(i, 1 << (weights.bits - 1));
    return points;
  }
  NIGHTJAR_ASSIGN(const HostTensor packed, constant_bytes(node, emit, 3));
  const int64_t row = (weights.blocks * weights.bits + 7) / 8 * 8 / weights.bits;
  NIGHTJAR_ASSIGN(
      const HostTensor rows,
      HostTensor::from_bytes(weights.type(), {weights.columns, row}, packed.byte_span()));
  for (int64_t i = 0; i < points.count(); ++i) {
    const int64_t n = i / weights.blocks, block = i % weights.blocks;
    points.set_integer(i, rows.integer_at(n * row + block));
  }
  return points;
}

/// The weights in float, one row for each column of the product.
Result<TensorId> dequantized(const Node& node, Emitter& emit, const Weights& weights) {
  NIGHTJAR_ASSIGN(const HostTensor packed, constant_bytes(node, emit, 1));
  const int64_t padded = weights.blocks * weights.block_size;
  NIGHTJAR_ASSIGN(
      HostTensor codes,
      HostTensor::from_bytes(weights.type(), {weights.columns, padded}, packed.byte_span()));
  NIGHTJAR_ASSIGN(HostTensor points, zero_points(node, emit, weights));
  const TensorId shape = emit.integers("blocks", {weights.columns, weights.blocks});
  NIGHTJAR_ASSIGN(const TensorId scales, emit.op("Reshape", {node.op.inputs[2], shape}));
  tensor::Attributes attributes;
  attributes.set("axis", int64_t{1});
  attributes.set("block_size", weights.block_size);
  NIGHTJAR_ASSIGN(TensorId rows, emit.op("DequantizeLinear",
                                         {emit.constant("codes", std::move(codes)), scales,
                                          emit.constant("zero_points", std::move(points))},
                                         attributes));
  if (padded == weights.depth) return rows;
  return emit.op("Slice", {rows, emit.integers("starts", {0}),
                           emit.integers("ends", {weights.depth}), emit.integers("axes", {1})});
}

Status matmul_bits(Node& node, Emitter& emit) {
  for (const size_t index : {0, 1, 2}) {
    if (!has_input(node, index)) {
      return invalid_input("input " + std::to_string(index) + " is missing");
    }
  }
  if (has_input(node, 4)) return unsupported("weights in an order of their own (g_idx)");
  NIGHTJAR_ASSIGN(const Weights weights, read_weights(node));
  NIGHTJAR_ASSIGN(const TensorId rows, dequantized(node, emit, weights));
  tensor::Attributes attributes;
  attributes.set("perm", std::vector<int64_t>{1, 0});
  NIGHTJAR_ASSIGN(const TensorId matrix, emit.op("Transpose", {rows}, attributes));
  NIGHTJAR_ASSIGN(TensorId value, emit.op("MatMul", {node.op.inputs[0], matrix}));
  if (has_input(node, 5)) {
    NIGHTJAR_ASSIGN(value, emit.op("Add", {value, node.op.inputs[5]}));
  }
  node.outputs = {value};
  return {};
}

}  // namespace

void add_matmul_bits_translation(TranslationTable& table) { table["MatMulNBits"] = matmul_bits; }

}  // namespace nightjar::onnx
