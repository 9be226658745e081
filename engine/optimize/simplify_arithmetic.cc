// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;

/// Whether every element of a float constant is `number`.
bool is_all(const Network& network, TensorId tensor, double number) {
  constexpr int64_t kLongest = 1 << 16;
  const auto& constant = network.tensor(tensor).constant;
  if (!constant || !tensor::is_float(constant->type()) || constant->count() < 1 ||
      constant->count() > kLongest) {
    return false;
  }
  for (int64_t i = 0; i < constant->count(); ++i) {
    if (constant->value_at(i) != number) return false;
  }
  return true;
}

/// The input that the op only repeats; kAbsent when it does more.
TensorId repeated_input(const Network& network, const Op& op) {
  const bool commutes = is_type(op, {"Mul", "Add"});
  const double neutral = is_type(op, {"Add", "Sub"}) ? 0 : 1;
  for (const size_t x : {size_t{0}, size_t{1}}) {
    if (x == 1 && !commutes) break;
    const bool keeps_description =
        network.tensor(op.inputs[x]).desc == network.tensor(op.outputs[0]).desc;
    if (keeps_description && is_all(network, op.inputs[1 - x], neutral)) return op.inputs[x];
  }
  return network::kAbsent;
}

/// Whether every value of `narrow` is one of `wide`.
bool holds(DataType wide, DataType narrow) {
  if (wide == narrow) return true;
  if (wide == DataType::kFloat64) {
    return narrow == DataType::kFloat32 || narrow == DataType::kFloat16 ||
           narrow == DataType::kBFloat16 || narrow == DataType::kInt32;
  }
  if (wide == DataType::kFloat32) {
    return narrow == DataType::kFloat16 || narrow == DataType::kBFloat16;
  }
  return wide == DataType::kInt64 && narrow == DataType::kInt32;
}

/// A cast of a cast that lost nothing reads the first one's input.
bool skip_lossless_cast(Network& network, OpId id) {
  Op& op = network.op(id);
  const OpId before = producer_of_type(network, op.inputs[0], "Cast");
  if (before == network::kNoOp) return false;
  const TensorId source = network.op(before).inputs[0];
  if (!network.tensor(source).is_plain()) return false;
  const DataType first = network.tensor(source).desc.type;
  if (!holds(network.tensor(op.inputs[0]).desc.type, first)) return false;
  network.set_op_input(id, 0, source);
  merge_origins(op.origins, network.op(before).origins);
  return true;
}

/// x / c as x * (1 / c), where that is a number.
bool multiply_by_reciprocal(Network& network, OpId id) {
  const Op& op = network.op(id);
  const auto& divisor = network.tensor(op.inputs[1]).constant;
  const DataType type = network.tensor(op.inputs[1]).desc.type;
  const bool is_wide = type == DataType::kFloat32 || type == DataType::kFloat64;
  if (!divisor || !is_wide || network.tensor(op.inputs[0]).constant) return false;
  tensor::HostTensor reciprocal(type, divisor->dims());
  for (int64_t i = 0; i < divisor->count(); ++i) {
    const double value = 1 / divisor->value_at(i);
    const double size = std::abs(value);
    // Beyond these float32 would lose digits or all of it.
    if (!(size >= 1e-30 && size <= 1e30)) return false;
    reciprocal.set_value(i, value);
  }
  const std::string name = network.tensor(op.inputs[1]).name + ".reciprocal";
  const TensorId factor = network.add_constant(network.unique_name(name), reciprocal);
  network.op(id).type = "Mul";
  network.set_op_input(id, 1, factor);
  return true;
}

bool simplify(Network& network, OpId id) {
  const Op& op = network.op(id);
  if (!op.domain.empty()) return false;
  if (is_type(op, {"Cast"})) return skip_lossless_cast(network, id);
  const bool is_arithmetic = is_type(op, {"Mul", "Add", "Div", "Sub", "Pow"});
  if (!is_arithmetic || !network.tensor(op.outputs[0]).is_plain()) return false;
  const TensorId repeated = repeated_input(network, op);
  if (repeated != network::kAbsent) {
    const TensorId output = op.outputs[0];
    network.remove_op(id);
    network.replace_uses(output, repeated);
    return true;
  }
  return is_type(op, {"Div"}) && multiply_by_reciprocal(network, id);
}

}  // namespace

Result<size_t> simplify_arithmetic(Network& network) {
  size_t changes = 0;
  for (const OpId id : network.topological_order()) {
    if (simplify(network, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
