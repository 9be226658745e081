// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

bool is_norm_type(tensor::DataType type) {
  using tensor::DataType;
  return type == DataType::kFloat32 || type == DataType::kFloat16 || type == DataType::kBFloat16;
}

/// The first of the axes that a reduction of `tensor`'s last axes takes; nullopt for others.
std::optional<int64_t> first_reduced_axis(const Network& network, const Op& op) {
  if (op.attributes.get_int("keepdims", 1) == 0) return std::nullopt;
  if (op.inputs.size() < 2 || op.inputs[1] == network::kAbsent) return std::nullopt;
  const auto& constant = network.tensor(op.inputs[1]).constant;
  if (!constant || constant->count() == 0) return std::nullopt;
  const auto rank = static_cast<int64_t>(shape_of(network, op.inputs[0]).size());
  std::vector<int64_t> axes = constant->to_integers();
  for (int64_t& axis : axes) axis += axis < 0 ? rank : 0;
  std::sort(axes.begin(), axes.end());
  for (size_t i = 0; i < axes.size(); ++i) {
    if (axes[i] != rank - static_cast<int64_t>(axes.size() - i)) return std::nullopt;
  }
  return axes.front();
}

/// What a norm is made of, found from its quotient backwards.
struct SpelledNorm {
  TensorId x = network::kAbsent;
  int64_t axis = -1;
  double epsilon = 0;
  bool is_centred = false;
  std::vector<OpId> ops;
};

/// x when `tensor` is its square.
TensorId square_root_of(const Network& network, TensorId tensor, SpelledNorm& norm) {
  const OpId id = network.tensor(tensor).producer;
  if (id == network::kNoOp || !network.op(id).domain.empty()) return network::kAbsent;
  const Op& op = network.op(id);
  norm.ops.push_back(id);
  if (is_type(op, {"Pow"}) && scalar_constant(network, op.inputs[1]) == 2.0) return op.inputs[0];
  if (is_type(op, {"Mul"}) && op.inputs[0] == op.inputs[1]) return op.inputs[0];
  return network::kAbsent;
}

/// Fills in axis and epsilon from sqrt(mean of squares + epsilon); returns what is squared.
TensorId match_root(const Network& network, TensorId root, SpelledNorm& norm) {
  const OpId sqrt = producer_of_type(network, root, "Sqrt");
  if (sqrt == network::kNoOp) return network::kAbsent;
  const OpId sum = producer_of_type(network, network.op(sqrt).inputs[0], "Add");
  if (sum == network::kNoOp) return network::kAbsent;
  const Op& add = network.op(sum);
  const size_t constant = scalar_constant(network, add.inputs[1]) ? 1 : 0;
  const auto epsilon = scalar_constant(network, add.inputs[constant]);
  const OpId mean = producer_of_type(network, add.inputs[1 - constant], "ReduceMean");
  if (!epsilon || *epsilon < 0 || mean == network::kNoOp) return network::kAbsent;
  const auto axis = first_reduced_axis(network, network.op(mean));
  if (!axis) return network::kAbsent;
  norm.epsilon = *epsilon;
  norm.axis = *axis;
  norm.ops.insert(norm.ops.end(), {sqrt, sum, mean});
  return square_root_of(network, network.op(mean).inputs[0], norm);
}

/// The x of x - mean(x) over the norm's axes; kAbsent when `tensor` is not that.
TensorId uncentred(const Network& network, TensorId tensor, SpelledNorm& norm) {
  const OpId difference = producer_of_type(network, tensor, "Sub");
  if (difference == network::kNoOp) return network::kAbsent;
  const Op& sub = network.op(difference);
  const OpId mean = producer_of_type(network, sub.inputs[1], "ReduceMean");
  if (mean == network::kNoOp || network.op(mean).inputs[0] != sub.inputs[0] ||
      first_reduced_axis(network, network.op(mean)) != norm.axis) {
    return network::kAbsent;
  }
  norm.ops.insert(norm.ops.end(), {difference, mean});
  return sub.inputs[0];
}

/// The root that the quotient divides by: a / root, or a * (1 / root).
TensorId root_of_quotient(const Network& network, const Op& op, size_t side, SpelledNorm& norm) {
  if (is_type(op, {"Div"})) return side == 1 ? op.inputs[1] : network::kAbsent;
  const OpId reciprocal = producer_of_type(network, op.inputs[side], "Reciprocal");
  if (reciprocal != network::kNoOp) {
    norm.ops.push_back(reciprocal);
    return network.op(reciprocal).inputs[0];
  }
  const OpId quotient = producer_of_type(network, op.inputs[side], "Div");
  if (quotient == network::kNoOp ||
      scalar_constant(network, network.op(quotient).inputs[0]) != 1.0) {
    return network::kAbsent;
  }
  norm.ops.push_back(quotient);
  return network.op(quotient).inputs[1];
}

std::optional<SpelledNorm> match_norm(const Network& network, OpId id) {
  const Op& op = network.op(id);
  if (!op.domain.empty() || !is_type(op, {"Div", "Mul"})) return std::nullopt;
  for (const size_t side : {size_t{1}, size_t{0}}) {
    SpelledNorm norm;
    norm.ops = {id};
    const TensorId root = root_of_quotient(network, op, side, norm);
    if (root == network::kAbsent) continue;
    const TensorId squared = match_root(network, root, norm), divided = op.inputs[1 - side];
    if (squared == network::kAbsent || squared != divided) continue;
    norm.x = squared;
    const TensorId x = uncentred(network, squared, norm);
    if (x != network::kAbsent) norm.x = x;
    norm.is_centred = x != network::kAbsent;
    if (!is_norm_type(network.tensor(norm.x).desc.type)) continue;
    if (shape_of(network, op.outputs[0]) == shape_of(network, norm.x)) return norm;
  }
  return std::nullopt;
}

/// The op of `type` that alone reads `tensor` beside a constant over the normalised axes.
OpId next_with_parameter(const Network& network, TensorId tensor, const char* type, int64_t axis,
                         TensorId& parameter) {
  const OpId next = sole_consumer(network, tensor);
  if (next == network::kNoOp || !network.op(next).domain.empty() ||
      !is_type(network.op(next), {type})) {
    return network::kNoOp;
  }
  const TensorId other = other_input(network.op(next), tensor);
  const tensor::Shape& shape = shape_of(network, tensor);
  const tensor::Shape normalised(shape.begin() + axis, shape.end());
  if (!network.tensor(other).constant || shape_of(network, other) != normalised) {
    return network::kNoOp;
  }
  parameter = other;
  return next;
}

/// Ones over the normalised axes; kAbsent when their extents are not known.
TensorId ones(Network& network, const SpelledNorm& norm) {
  const tensor::Shape& shape = shape_of(network, norm.x);
  const auto dims = tensor::constant_dims(tensor::Shape(shape.begin() + norm.axis, shape.end()));
  if (!dims) return network::kAbsent;
  tensor::HostTensor value(network.tensor(norm.x).desc.type, *dims);
  for (int64_t i = 0; i < value.count(); ++i) value.set_value(i, 1);
  return network.add_constant(network.unique_name("norm.ones"), value);
}

bool replace(Network& network, SpelledNorm norm) {
  TensorId scale = network::kAbsent, bias = network::kAbsent;
  OpId last = norm.ops.front();
  const OpId product =
      next_with_parameter(network, network.op(last).outputs[0], "Mul", norm.axis, scale);
  if (product != network::kNoOp) norm.ops.push_back(last = product);
  if (norm.is_centred) {
    const OpId sum =
        next_with_parameter(network, network.op(last).outputs[0], "Add", norm.axis, bias);
    if (sum != network::kNoOp) norm.ops.push_back(last = sum);
  }
  if (scale == network::kAbsent) scale = ones(network, norm);
  if (scale == network::kAbsent) return false;
  Op fused;
  fused.type = norm.is_centred ? "LayerNormalization" : "RMSNormalization";
  fused.name = network.unique_name(network.op(last).name);
  fused.inputs = {norm.x, scale};
  if (bias != network::kAbsent) fused.inputs.push_back(bias);
  fused.attributes.set("axis", norm.axis);
  fused.attributes.set("epsilon", norm.epsilon);
  for (const OpId id : norm.ops) merge_origins(fused.origins, network.op(id).origins);
  const TensorId before = network.op(last).outputs[0];
  const auto outputs = network.add_op(std::move(fused), 1);
  if (!outputs.ok() || network.tensor(outputs->front()).desc != network.tensor(before).desc) {
    return false;
  }
  network.replace_uses(before, outputs->front());
  return true;
}

/// exp(x) / sum of exp(x) over one axis; what is taken off x before, its maximum, changes nothing.
bool recognise_softmax(Network& network, OpId id) {
  const Op& op = network.op(id);
  if (!op.domain.empty() || !is_type(op, {"Div"})) return false;
  const OpId exp = producer_of_type(network, op.inputs[0], "Exp");
  const OpId sum = producer_of_type(network, op.inputs[1], "ReduceSum");
  if (exp == network::kNoOp || sum == network::kNoOp || network.op(sum).inputs[0] != op.inputs[0]) {
    return false;
  }
  const auto axis = first_reduced_axis(network, network.op(sum));
  const auto rank = static_cast<int64_t>(shape_of(network, op.inputs[0]).size());
  if (axis != rank - 1) return false;
  TensorId x = network.op(exp).inputs[0];
  std::vector<OpId> ops = {exp, sum};
  const OpId difference = producer_of_type(network, x, "Sub");
  if (difference != network::kNoOp) {
    const OpId top = producer_of_type(network, network.op(difference).inputs[1], "ReduceMax");
    const bool is_maximum = top != network::kNoOp &&
                            network.op(top).inputs[0] == network.op(difference).inputs[0] &&
                            first_reduced_axis(network, network.op(top)) == axis;
    if (is_maximum) {
      x = network.op(difference).inputs[0];
      ops.insert(ops.end(), {difference, top});
    }
  }
  Op& softmax = network.op(id);
  for (const OpId other : ops) merge_origins(softmax.origins, network.op(other).origins);
  softmax.type = "Softmax";
  network.set_op_inputs(id, {x});
  softmax.attributes.set("axis", rank - 1);
  return true;
}

}  // namespace

Result<size_t> recognise_norms(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    const auto norm = match_norm(network, id);
    if ((norm && replace(network, *norm)) || recognise_softmax(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
