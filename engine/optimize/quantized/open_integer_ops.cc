// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/match.h"
#include "engine/optimize/quantized/quantized_passes.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;

TensorId input_of(const Op& op, size_t index) {
  return index < op.inputs.size() ? op.inputs[index] : network::kAbsent;
}

bool is_known(const Network& network, TensorId id) {
  return id != network::kAbsent && network.tensor(id).constant.has_value();
}

bool has_byte_type(const Network& network, TensorId id) {
  const DataType type = network.tensor(id).desc.type;
  return type == DataType::kInt8 || type == DataType::kUInt8;
}

/// Adds an op whose output is known by its shape rule, with the origins of another.
Result<TensorId> add(Network& network, const Op& like, Op op) {
  op.name = network.unique_name(like.name + "." + op.type);
  op.origins = like.origins;
  NIGHTJAR_ASSIGN(const auto outputs, network.add_op(std::move(op), 1));
  return outputs[0];
}

Result<TensorId> dequantize(Network& network, const Op& like, std::vector<TensorId> inputs,
                            int64_t axis) {
  Op op;
  op.type = "DequantizeLinear";
  op.inputs = std::move(inputs);
  op.attributes.set("axis", axis);
  return add(network, like, std::move(op));
}

/// A bias in the unit of the sums, which is the product of two scales.
tensor::HostTensor bias_of(const Network& network, const Op& op) {
  const tensor::HostTensor& sums = *network.tensor(op.inputs[8]).constant;
  const tensor::HostTensor& w_scale = *network.tensor(op.inputs[4]).constant;
  const double x_scale = network.tensor(op.inputs[1]).constant->value_at(0);
  tensor::HostTensor bias(DataType::kFloat32, sums.dims());
  for (int64_t c = 0; c < sums.count(); ++c) {
    const double unit = x_scale * w_scale.value_at(w_scale.count() == 1 ? 0 : c);
    bias.set_value(c, static_cast<double>(sums.integer_at(c)) * unit);
  }
  return bias;
}

/// Whether the scale and zero point of w are one number each, or one each a channel, which only
/// a matrix and a convolution's weights have along the axis that is written down.
bool has_channel_numbers(const Network& network, const Op& op) {
  const tensor::HostTensor& scale = *network.tensor(op.inputs[4]).constant;
  const tensor::HostTensor& zero = *network.tensor(op.inputs[5]).constant;
  if (scale.count() == 1 && zero.count() == 1) return true;
  const bool has_axis = op.type == "QLinearConv" || shape_of(network, op.inputs[3]).size() == 2;
  return has_axis && scale.dims().size() == 1 && zero.dims() == scale.dims();
}

/// Whether all numbers but x are constants, one a tensor but for w, and a byte stays one.
bool may_open(const Network& network, const Op& op) {
  for (const size_t index : {1, 2, 3, 4, 5, 6, 7}) {
    if (!is_known(network, input_of(op, index))) return false;
  }
  for (const size_t index : {1, 2, 6, 7}) {
    if (network.tensor(op.inputs[index]).constant->count() != 1) return false;
  }
  const TensorId bias = input_of(op, 8);
  return (bias == network::kAbsent || is_known(network, bias)) &&
         has_byte_type(network, op.inputs[0]) && has_byte_type(network, op.inputs[3]) &&
         has_channel_numbers(network, op) &&
         network.tensor(op.inputs[1]).desc.type == DataType::kFloat32;
}

/// x, its scale and zero point, w and its, those of y, [bias in the unit of the sums].
Status open(Network& network, OpId id) {
  const Op op = network.op(id);
  const bool is_conv = op.type == "QLinearConv";
  NIGHTJAR_ASSIGN(const TensorId x,
                  dequantize(network, op, {op.inputs[0], op.inputs[1], op.inputs[2]}, 0));
  NIGHTJAR_ASSIGN(
      const TensorId w,
      dequantize(network, op, {op.inputs[3], op.inputs[4], op.inputs[5]}, is_conv ? 0 : 1));
  Op contraction;
  contraction.type = is_conv ? "Conv" : "MatMul";
  contraction.inputs = {x, w};
  contraction.attributes = op.attributes;
  if (input_of(op, 8) != network::kAbsent) {
    contraction.inputs.push_back(
        network.add_constant(network.unique_name(op.name + ".bias"), bias_of(network, op)));
  }
  NIGHTJAR_ASSIGN(const TensorId y, add(network, op, std::move(contraction)));
  Op quantize;
  quantize.type = "QuantizeLinear";
  quantize.name = op.name;
  quantize.origins = op.origins;
  quantize.inputs = {y, op.inputs[6], op.inputs[7]};
  quantize.outputs = op.outputs;
  network.remove_op(id);
  network.insert_op(std::move(quantize));
  return {};
}

}  // namespace

Result<size_t> open_integer_ops(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    const bool is_ours = op.domain.empty() && is_type(op, {"QLinearConv", "QLinearMatMul"});
    if (!is_ours || !may_open(network, op)) continue;
    NIGHTJAR_TRY(open(network, id));
    ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
