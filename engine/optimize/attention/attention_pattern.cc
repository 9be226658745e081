// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/attention/attention_pattern.h"

#include <algorithm>

#include "engine/optimize/match.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;

bool is_last_axis(const Network& network, const Op& softmax) {
  const auto rank = static_cast<int64_t>(shape_of(network, softmax.inputs[0]).size());
  const int64_t axis = softmax.attributes.get_int("axis", -1);
  return rank >= 3 && (axis == -1 || axis == rank - 1);
}

bool is_attention_type(DataType type) {
  return type == DataType::kFloat32 || type == DataType::kFloat16 || type == DataType::kBFloat16;
}

/// Climbs from the Softmax's input to the product of queries and keys.
class Climb {
 public:
  Climb(const Network& network, AttentionPattern& pattern) : network_(network), pattern_(pattern) {}

  bool run(TensorId tensor) {
    for (int steps = 0; steps < kMaxSteps; ++steps) {
      if (network_.is_output(tensor) || network_.consumers(tensor).size() != 1) return false;
      const OpId id = network_.tensor(tensor).producer;
      if (id == network::kNoOp || !network_.op(id).domain.empty()) return false;
      const Op& op = network_.op(id);
      pattern_.ops.push_back(id);
      if (is_type(op, {"MatMul"})) return take_product(op, tensor);
      const TensorId next = step_over(op);
      if (next == network::kAbsent) return false;
      if (shape_of(network_, next) != shape_of(network_, tensor)) return false;
      tensor = next;
    }
    return false;
  }

 private:
  static constexpr int kMaxSteps = 8;

  bool take_product(const Op& op, TensorId scores) {
    pattern_.q = op.inputs[0];
    pattern_.k = op.inputs[1];
    pattern_.scores = scores;
    return is_attention_type(network_.tensor(pattern_.q).desc.type);
  }

  /// The input that the scores come in by; kAbsent when this op is no part of an attention.
  TensorId step_over(const Op& op) {
    if (is_type(op, {"Cast"})) {
      const bool is_float = is_attention_type(network_.tensor(op.inputs[0]).desc.type) &&
                            is_attention_type(network_.tensor(op.outputs[0]).desc.type);
      return is_float ? op.inputs[0] : network::kAbsent;
    }
    if (is_type(op, {"Mul", "Div"})) return take_factor(op);
    if (scales_what_follows_) return network::kAbsent;  // a mask would be scaled too
    if (is_type(op, {"Add"})) return take_sum(op);
    return is_type(op, {"Where"}) ? take_choice(op) : network::kAbsent;
  }

  TensorId take_factor(const Op& op) {
    const bool is_second = scalar_constant(network_, op.inputs[1]).has_value();
    const auto factor = scalar_constant(network_, op.inputs[is_second ? 1 : 0]);
    if (!factor || (op.type == "Div" && (!is_second || *factor == 0))) return network::kAbsent;
    scales_what_follows_ = true;
    pattern_.scale *= op.type == "Div" ? 1 / *factor : *factor;
    return op.inputs[is_second ? 0 : 1];
  }

  /// Whether the product of queries and keys lies behind `tensor`, as far as its type can tell.
  bool leads_to_product(TensorId tensor, int depth) const {
    const OpId id = network_.tensor(tensor).producer;
    if (id == network::kNoOp || depth == 0) return false;
    const Op& op = network_.op(id);
    if (is_type(op, {"MatMul"})) return true;
    if (!is_type(op, {"Cast", "Mul", "Div", "Add", "Where"})) return false;
    return std::any_of(op.inputs.begin(), op.inputs.end(),
                       [&](TensorId input) { return leads_to_product(input, depth - 1); });
  }

  TensorId take_sum(const Op& op) {
    const bool is_first = leads_to_product(op.inputs[0], kMaxSteps);
    const TensorId scores = op.inputs[is_first ? 0 : 1], mask = op.inputs[is_first ? 1 : 0];
    if (!is_first && !leads_to_product(scores, kMaxSteps)) return network::kAbsent;
    pattern_.masks.push_back({mask, false, false, network::kAbsent});
    return scores;
  }

  TensorId take_choice(const Op& op) {
    const bool hides_where_true = scalar_constant(network_, op.inputs[1]).has_value();
    if (scalar_constant(network_, op.inputs[2]).has_value() == hides_where_true) {
      return network::kAbsent;
    }
    const size_t fill = hides_where_true ? 1 : 2;
    pattern_.masks.push_back({op.inputs[0], true, hides_where_true, op.inputs[fill]});
    return op.inputs[3 - fill];
  }

  const Network& network_;
  AttentionPattern& pattern_;
  bool scales_what_follows_ = false;
};

/// Where(IsNaN(shares), 0, shares): rows that see no key become zeros.
OpId zeros_for_hidden_rows(const Network& network, TensorId shares) {
  const auto readers = network.consumers(shares);
  if (readers.size() != 2 || network.is_output(shares)) return network::kNoOp;
  const bool first_asks = is_type(network.op(readers[0]), {"IsNaN"});
  const Op& asks = network.op(readers[first_asks ? 0 : 1]);
  const OpId chooses = readers[first_asks ? 1 : 0];
  const Op& choice = network.op(chooses);
  const bool fits = is_type(asks, {"IsNaN"}) && is_type(choice, {"Where"}) &&
                    sole_consumer(network, asks.outputs[0]) == chooses &&
                    choice.inputs[0] == asks.outputs[0] && choice.inputs[2] == shares &&
                    scalar_constant(network, choice.inputs[1]) == 0.0;
  return fits ? chooses : network::kNoOp;
}

/// Walks from the Softmax's output to the product with the values.
bool descend(const Network& network, TensorId shares, AttentionPattern& pattern) {
  if (const OpId guard = zeros_for_hidden_rows(network, shares); guard != network::kNoOp) {
    pattern.ops.push_back(guard);
    shares = network.op(guard).outputs[0];
  }
  OpId next = sole_consumer(network, shares);
  if (next != network::kNoOp && is_type(network.op(next), {"Cast"})) {
    pattern.ops.push_back(next);
    shares = network.op(next).outputs[0];
    next = sole_consumer(network, shares);
  }
  if (next == network::kNoOp || !is_type(network.op(next), {"MatMul"})) return false;
  const Op& product = network.op(next);
  if (product.inputs[0] != shares) return false;
  pattern.ops.push_back(next);
  pattern.v = product.inputs[1];
  pattern.y = product.outputs[0];
  return true;
}

}  // namespace

std::optional<AttentionPattern> match_attention(const Network& network, OpId softmax) {
  const Op& op = network.op(softmax);
  if (!op.domain.empty() || !is_type(op, {"Softmax"}) || !is_last_axis(network, op)) {
    return std::nullopt;
  }
  AttentionPattern pattern;
  if (!Climb(network, pattern).run(op.inputs[0])) return std::nullopt;
  std::reverse(pattern.ops.begin(), pattern.ops.end());
  pattern.ops.push_back(softmax);
  if (!descend(network, op.outputs[0], pattern)) return std::nullopt;
  const DataType type = network.tensor(pattern.q).desc.type;
  for (const TensorId tensor : {pattern.k, pattern.v, pattern.y}) {
    if (network.tensor(tensor).desc.type != type) return std::nullopt;
  }
  return pattern;
}

}  // namespace nightjar::optimize
