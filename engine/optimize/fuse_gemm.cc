// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/fused_ops.h"
#include "engine/optimize/epilogue.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

/// Only one value a column, so that every kernel takes it.
std::optional<tensor::Dims> column_bias_dims(const tensor::Dims& added,
                                             const tensor::Shape& output) {
  const auto columns = output.back().constant();
  if (!columns || added.size() > output.size() || added.empty()) return std::nullopt;
  for (size_t axis = 0; axis + 1 < added.size(); ++axis) {
    if (added[axis] != 1) return std::nullopt;
  }
  if (added.back() != *columns) return std::nullopt;
  return tensor::Dims{*columns};
}

bool has_matrix_operands(const Network& network, const Op& op) {
  const auto& a = network.tensor(op.inputs[0]).desc;
  const auto& b = network.tensor(op.inputs[1]).desc;
  return a.shape.size() >= 2 && b.shape.size() >= 2 && tensor::is_float(a.type);
}

/// The FusedGemm that means the same as this MatMul or Gemm, or nothing when none does.
std::optional<Op> as_fused_gemm(Network& network, const Op& op) {
  if (!has_matrix_operands(network, op)) return std::nullopt;
  Op fused = op;
  fused.domain = network::kNightjarDomain;
  fused.type = "FusedGemm";
  fused.attributes = {};
  if (op.type == "MatMul") return fused;
  fused.attributes.set("transA", op.attributes.get_int("transA", 0));
  fused.attributes.set("transB", op.attributes.get_int("transB", 0));
  fused.attributes.set("scale", op.attributes.get_float("alpha", 1.0));
  const bool has_bias = op.inputs.size() > 2 && op.inputs[2] != network::kAbsent;
  if (!has_bias) return fused;
  const auto& bias = network.tensor(op.inputs[2]).constant;
  const auto dims =
      bias ? column_bias_dims(bias->dims(), shape_of(network, op.outputs[0])) : std::nullopt;
  if (!dims || op.attributes.get_float("beta", 1.0) != 1.0) return std::nullopt;
  const TensorId flat =
      network.add_constant(network.unique_name(op.name + ".bias"), bias->reshaped(*dims));
  fused.inputs[2] = flat;
  return fused;
}

/// Reads the operand before a Transpose that swaps its last two axes alone.
bool absorb_transpose(Network& network, OpId id, size_t operand, const char* attribute) {
  const TensorId input = network.op(id).inputs[operand];
  const OpId transpose = producer_of_type(network, input, "Transpose");
  if (transpose == network::kNoOp || sole_consumer(network, input) != id) return false;
  std::vector<int64_t> swapped;
  const size_t rank = shape_of(network, input).size();
  for (size_t axis = 0; axis < rank; ++axis) swapped.push_back(static_cast<int64_t>(axis));
  std::swap(swapped[rank - 1], swapped[rank - 2]);
  if (network.op(transpose).attributes.get_ints("perm") != swapped) return false;
  Op& op = network.op(id);
  op.attributes.set(attribute, 1 - op.attributes.get_int(attribute, 0));
  network.set_op_input(id, operand, network.op(transpose).inputs[0]);
  merge_origins(op.origins, network.op(transpose).origins);
  return true;
}

/// A scalar that multiplies or divides the product becomes its factor.
bool absorb_scale(Network& network, OpId id) {
  const Op& op = network.op(id);
  const bool has_epilogue = op.inputs.size() > 2 || op.attributes.has("activation");
  const TensorId output = op.outputs[0];
  const OpId next = sole_consumer(network, output);
  if (has_epilogue || next == network::kNoOp || !is_type(network.op(next), {"Mul", "Div"})) {
    return false;
  }
  const Op scaling = network.op(next);
  const auto factor = scalar_constant(network, other_input(scaling, output));
  const bool divides = scaling.type == "Div";
  if (!factor || (divides && (*factor == 0 || scaling.inputs[0] != output))) return false;
  if (shape_of(network, scaling.outputs[0]) != shape_of(network, output)) return false;
  Op fused = op;
  const double before = fused.attributes.get_float("scale", 1.0);
  fused.attributes.set("scale", divides ? before / *factor : before * *factor);
  fused.outputs = scaling.outputs;
  merge_origins(fused.origins, scaling.origins);
  network.remove_op(next);
  network.remove_op(id);
  network.insert_op(std::move(fused));
  return true;
}

/// The numbers of a constant that has one a column and broadcasts along all other axes.
std::optional<tensor::HostTensor> column_factors(const Network& network, TensorId tensor,
                                                 const tensor::Shape& output) {
  const auto& constant =
      tensor == network::kAbsent ? std::nullopt : network.tensor(tensor).constant;
  if (!constant || !tensor::is_float(constant->type())) return std::nullopt;
  const auto dims = column_bias_dims(constant->dims(), output);
  return dims ? std::optional(constant->reshaped(*dims)) : std::nullopt;
}

/// `matrix`, [K, N] or [N, K] when transposed, with its columns multiplied by `factors`; or [N].
tensor::HostTensor with_scaled_columns(const tensor::HostTensor& matrix,
                                       const tensor::HostTensor& factors, bool is_transposed) {
  tensor::HostTensor scaled(matrix.type(), matrix.dims());
  const int64_t columns = factors.count(), rows = matrix.count() / columns;
  for (int64_t i = 0; i < matrix.count(); ++i) {
    const int64_t column = is_transposed ? i / rows : i % columns;
    scaled.set_value(i, matrix.value_at(i) * factors.value_at(column));
  }
  return scaled;
}

/// A constant factor for each column goes into constant weights and the bias.
bool absorb_column_factors(Network& network, OpId id) {
  Op fused = network.op(id);
  const bool has_residual = fused.inputs.size() > 3 && fused.inputs[3] != network::kAbsent;
  const bool has_bias = fused.inputs.size() > 2 && fused.inputs[2] != network::kAbsent;
  const auto& weights = network.tensor(fused.inputs[1]).constant;
  const OpId next = sole_consumer(network, fused.outputs[0]);
  if (has_residual || fused.attributes.has("activation") || !weights ||
      weights->dims().size() != 2 || next == network::kNoOp ||
      !is_type(network.op(next), {"Mul"})) {
    return false;
  }
  const Op product = network.op(next);
  const tensor::Shape& output = shape_of(network, fused.outputs[0]);
  const auto factors = column_factors(network, other_input(product, fused.outputs[0]), output);
  const bool fits = factors && factors->count() > 0;
  if (!fits || shape_of(network, product.outputs[0]) != output) return false;
  if (has_bias && !network.tensor(fused.inputs[2]).constant) return false;
  const bool is_transposed = fused.attributes.get_int("transB", 0) != 0;
  const auto scaled = with_scaled_columns(*weights, *factors, is_transposed);
  std::optional<tensor::HostTensor> bias;
  if (has_bias) {
    bias = with_scaled_columns(*network.tensor(fused.inputs[2]).constant, *factors, false);
  }
  if (!is_finite(scaled) || (bias && !is_finite(*bias))) return false;
  fused.inputs[1] = network.add_constant(network.unique_name(fused.name + ".weights"), scaled);
  if (bias)
    fused.inputs[2] = network.add_constant(network.unique_name(fused.name + ".bias"), *bias);
  fused.outputs = product.outputs;
  merge_origins(fused.origins, product.origins);
  network.remove_op(next);
  network.remove_op(id);
  network.insert_op(std::move(fused));
  return true;
}

bool fuse(Network& network, OpId id) {
  if (absorb_transpose(network, id, 0, "transA")) return true;
  if (absorb_transpose(network, id, 1, "transB")) return true;
  if (absorb_scale(network, id) || absorb_column_factors(network, id)) return true;
  if (absorb_bias(network, id, column_bias_dims)) return true;
  if (absorb_residual(network, id)) return true;
  return absorb_activation(network, id);
}

}  // namespace

Result<size_t> fuse_gemm(Network& network) {
  size_t changes = 0;
  std::vector<OpId> order = network.topological_order();
  for (auto id = order.rbegin(); id != order.rend(); ++id) {
    if (!network.has_op(*id) || !is_type(network.op(*id), {"MatMul", "Gemm", "FusedGemm"}))
      continue;
    const Op before = network.op(*id);
    if (before.domain.empty()) {
      const auto fused = as_fused_gemm(network, before);
      if (!fused) continue;
      network.replace_op(*id, *fused);
    }
    if (fuse(network, *id)) {
      ++changes;
    } else {
      network.replace_op(*id, before);
    }
  }
  return changes;
}

}  // namespace nightjar::optimize
