// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/quantized/quantization.h"

#include <algorithm>

#include "engine/optimize/match.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

bool is_byte(DataType type) { return type == DataType::kInt8 || type == DataType::kUInt8; }

const HostTensor* constant_input(const Network& network, const Op& op, size_t index) {
  if (op.inputs.size() <= index || op.inputs[index] == network::kAbsent) return nullptr;
  const auto& constant = network.tensor(op.inputs[index]).constant;
  return constant ? &*constant : nullptr;
}

bool has_input(const Op& op, size_t index) {
  return op.inputs.size() > index && op.inputs[index] != network::kAbsent;
}

/// int8 that stands for the same as `value` less `zero`; nothing when it does not fit.
std::optional<int64_t> about_zero(int64_t value, int64_t zero) {
  const int64_t moved = value - zero;
  if (moved < -128 || moved > 127) return std::nullopt;
  return moved;
}

}  // namespace

std::optional<TensorQuantization> quantization_of(const Network& network, const Op& op) {
  const bool quantizes = is_type(op, {"QuantizeLinear"});
  if ((!quantizes && !is_type(op, {"DequantizeLinear"})) || !op.domain.empty()) return std::nullopt;
  const TensorId bytes = quantizes ? op.outputs[0] : op.inputs[0];
  const TensorId floats = quantizes ? op.inputs[0] : op.outputs[0];
  const HostTensor* scale = constant_input(network, op, 1);
  const HostTensor* zero = constant_input(network, op, 2);
  const bool is_known = scale != nullptr && scale->count() == 1 &&
                        scale->type() == DataType::kFloat32 &&
                        (zero != nullptr || !has_input(op, 2));
  if (!is_known || op.attributes.get_int("block_size", 0) != 0 ||
      !is_byte(network.tensor(bytes).desc.type) ||
      network.tensor(floats).desc.type != DataType::kFloat32) {
    return std::nullopt;
  }
  if (zero != nullptr && zero->count() != 1) return std::nullopt;
  const double value = scale->value_at(0);
  if (!(value > 0) || value > 1e30) return std::nullopt;
  return TensorQuantization{value, zero == nullptr ? 0 : zero->integer_at(0),
                            network.tensor(bytes).desc.type};
}

std::optional<Dequantized> dequantized(const Network& network, TensorId tensor) {
  const OpId producer = producer_of_type(network, tensor, "DequantizeLinear");
  if (producer == network::kNoOp) return std::nullopt;
  const auto quantization = quantization_of(network, network.op(producer));
  if (!quantization) return std::nullopt;
  return Dequantized{producer, network.op(producer).inputs[0], *quantization};
}

std::optional<Quantized> sole_quantize(const Network& network, TensorId tensor) {
  const OpId reader = sole_consumer(network, tensor);
  if (reader == network::kNoOp || !is_type(network.op(reader), {"QuantizeLinear"})) {
    return std::nullopt;
  }
  if (network.op(reader).inputs[0] != tensor) return std::nullopt;
  const auto quantization = quantization_of(network, network.op(reader));
  if (!quantization) return std::nullopt;
  return Quantized{reader, *quantization};
}

std::optional<QuantizedWeights> quantized_weights(const Network& network, TensorId tensor,
                                                  size_t axis) {
  const OpId producer = producer_of_type(network, tensor, "DequantizeLinear");
  if (producer == network::kNoOp) return std::nullopt;
  const Op& op = network.op(producer);
  const HostTensor* bytes = constant_input(network, op, 0);
  const HostTensor* scale = constant_input(network, op, 1);
  const HostTensor* zero = constant_input(network, op, 2);
  if (bytes == nullptr || scale == nullptr || !is_byte(bytes->type()) ||
      scale->type() != DataType::kFloat32 || (zero == nullptr && has_input(op, 2)) ||
      op.attributes.get_int("block_size", 0) != 0) {
    return std::nullopt;
  }
  const tensor::Dims& dims = bytes->dims();
  const int64_t channels = dims[axis];
  const int64_t given = op.attributes.get_int("axis", 1);
  const bool is_along =
      (given < 0 ? given + static_cast<int64_t>(dims.size()) : given) == static_cast<int64_t>(axis);
  const bool per_channel = scale->count() != 1;
  if (per_channel && (!is_along || scale->count() != channels)) return std::nullopt;

  int64_t inner = 1;
  for (size_t i = axis + 1; i < dims.size(); ++i) inner *= dims[i];
  QuantizedWeights weights{HostTensor(DataType::kInt8, dims), {}, op.origins};
  for (int64_t i = 0; i < bytes->count(); ++i) {
    const int64_t channel = i / inner % channels;
    const int64_t origin = zero == nullptr ? 0 : zero->integer_at(zero->count() == 1 ? 0 : channel);
    const auto moved = about_zero(bytes->integer_at(i), origin);
    if (!moved) return std::nullopt;
    weights.bytes.set_integer(i, *moved);
  }
  for (int64_t c = 0; c < channels; ++c) {
    const double value = scale->value_at(per_channel ? c : 0);
    if (!(value > 0) || value > 1e30) return std::nullopt;
    weights.scale.push_back(static_cast<float>(value));
  }
  return weights;
}

bool makes_weights(const Network& network, const Op& op) {
  if (!is_type(op, {"DequantizeLinear"})) return false;
  const HostTensor* bytes = constant_input(network, op, 0);
  if (bytes == nullptr || !is_byte(bytes->type())) return false;
  const std::vector<OpId> readers = network.consumers(op.outputs[0]);
  return !readers.empty() && std::all_of(readers.begin(), readers.end(), [&](OpId id) {
    const Op& reader = network.op(id);
    return is_type(reader, {"Conv", "FusedConv", "Gemm", "MatMul", "FusedGemm"}) &&
           reader.inputs[1] == op.outputs[0];
  });
}

}  // namespace nightjar::optimize
