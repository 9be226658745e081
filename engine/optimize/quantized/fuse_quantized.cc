// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/fused_ops.h"
#include "engine/optimize/match.h"
#include "engine/optimize/quantized/quantization.h"
#include "engine/optimize/quantized/quantized_passes.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

/// Input `index`, absent ones included.
TensorId input_of(const Op& op, size_t index) {
  return index < op.inputs.size() ? op.inputs[index] : network::kAbsent;
}

/// A bias that kernels can take: absent, or one constant float32 a channel.
bool has_simple_bias(const Network& network, const Op& op, int64_t channels) {
  const TensorId bias = input_of(op, 2);
  if (bias == network::kAbsent) return true;
  const auto& constant = network.tensor(bias).constant;
  return constant && constant->type() == DataType::kFloat32 &&
         constant->dims() == tensor::Dims{channels};
}

/// Where the weights' channels lie, when the op is a contraction that an integer kernel can do.
std::optional<size_t> channel_axis(const Network& network, const Op& op) {
  if (is_type(op, {"Conv", "FusedConv"})) return 0;
  if (!is_type(op, {"MatMul", "Gemm", "FusedGemm"})) return std::nullopt;
  const auto& attributes = op.attributes;
  const bool are_matrices =
      shape_of(network, op.inputs[0]).size() >= 2 && shape_of(network, op.inputs[1]).size() == 2;
  const bool scales_bias = is_type(op, {"Gemm"}) && attributes.get_float("beta", 1) != 1;
  if (!are_matrices || scales_bias || attributes.get_int("transA", 0) != 0) return std::nullopt;
  return attributes.get_int("transB", 0) != 0 ? 0 : 1;
}

/// What the product is multiplied by beside the scales of its operands.
double factor_of(const Op& op) {
  if (is_type(op, {"FusedGemm"})) return op.attributes.get_float("scale", 1);
  return is_type(op, {"Gemm"}) ? op.attributes.get_float("alpha", 1) : 1;
}

/// The fused op without its inputs and outputs.
Op quantized_form(const Op& op) {
  Op form;
  form.domain = network::kNightjarDomain;
  form.name = op.name;
  form.origins = op.origins;
  if (is_type(op, {"Conv", "FusedConv"})) {
    form.type = "QuantizedConv";
    form.attributes = op.attributes;
    return form;
  }
  form.type = "QuantizedGemm";
  form.attributes.set("transB", op.attributes.get_int("transB", 0));
  if (!is_type(op, {"FusedGemm"})) return form;
  form.attributes.set("activation", op.attributes.get_string("activation", ""));
  form.attributes.set("alpha", op.attributes.get_float("alpha", 0));
  form.attributes.set("beta", op.attributes.get_float("beta", 0));
  return form;
}

void take_residual(Network& network, TensorId residual, Op& fused) {
  const auto bytes = dequantized(network, residual);
  fused.inputs.push_back(bytes ? bytes->bytes : residual);
  if (!bytes) return;
  fused.attributes.set("residual_scale", bytes->quantization.scale);
  fused.attributes.set("residual_zero", bytes->quantization.zero);
  merge_origins(fused.origins, network.op(bytes->op).origins);
}

/// The op writes bytes where a QuantizeLinear alone reads what it wrote.
void take_output(Network& network, OpId id, Op& fused) {
  const TensorId output = network.op(id).outputs[0];
  const auto next = sole_quantize(network, output);
  fused.attributes.set("to", static_cast<int64_t>(DataType::kFloat32));
  fused.outputs = {output};
  network.remove_op(id);
  if (!next) return;
  fused.attributes.set("to", static_cast<int64_t>(next->quantization.type));
  fused.attributes.set("y_scale", next->quantization.scale);
  fused.attributes.set("y_zero", next->quantization.zero);
  fused.outputs = network.op(next->op).outputs;
  merge_origins(fused.origins, network.op(next->op).origins);
  network.remove_op(next->op);
}

TensorId scale_constant(Network& network, const std::string& name, const std::vector<float>& scale,
                        double factor) {
  HostTensor product(DataType::kFloat32, {static_cast<int64_t>(scale.size())});
  for (size_t i = 0; i < scale.size(); ++i) {
    product.set_value(static_cast<int64_t>(i), static_cast<double>(scale[i]) * factor);
  }
  return network.add_constant(network.unique_name(name + ".scale"), std::move(product));
}

/// Whether tensor cores take these bytes: `channels` are summed at a tap.
bool are_runs(const Op& op, const TensorQuantization& x, const tensor::Dims& weights, size_t axis) {
  constexpr int64_t kRun = 16;
  const bool is_conv = is_type(op, {"Conv", "FusedConv"});
  const int64_t channels = weights[is_conv ? 1 : 1 - axis];
  const bool is_flat = !is_conv || weights.size() <= 4;
  return x.type == DataType::kInt8 && x.zero == 0 && op.attributes.get_int("group", 1) == 1 &&
         is_flat && channels % kRun == 0;
}

bool fuse(Network& network, OpId id, Integers integers) {
  const Op op = network.op(id);
  const auto axis = channel_axis(network, op);
  if (!axis || network.tensor(op.outputs[0]).desc.type != DataType::kFloat32) return false;
  const auto x = dequantized(network, op.inputs[0]);
  const auto weights = x ? quantized_weights(network, op.inputs[1], *axis) : std::nullopt;
  const double factor = factor_of(op);
  if (!weights || !(factor > 0) ||
      !has_simple_bias(network, op, static_cast<int64_t>(weights->scale.size()))) {
    return false;
  }
  if (integers == Integers::kRuns && !are_runs(op, x->quantization, weights->bytes.dims(), *axis)) {
    return false;
  }
  Op fused = quantized_form(op);
  merge_origins(fused.origins, network.op(x->op).origins);
  merge_origins(fused.origins, weights->origins);
  fused.attributes.set("x_zero", x->quantization.zero);
  const TensorId bytes =
      network.add_constant(network.unique_name(op.name + ".weights"), weights->bytes);
  fused.inputs = {x->bytes, bytes, input_of(op, 2)};
  const TensorId residual = input_of(op, 3);
  if (residual == network::kAbsent) {
    fused.inputs.push_back(network::kAbsent);
  } else {
    take_residual(network, residual, fused);
  }
  fused.inputs.push_back(
      scale_constant(network, op.name, weights->scale, x->quantization.scale * factor));
  take_output(network, id, fused);
  network.insert_op(std::move(fused));
  return true;
}

}  // namespace

Result<size_t> fuse_quantized(Network& network, Integers integers) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (network.has_op(id) && fuse(network, id, integers)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
