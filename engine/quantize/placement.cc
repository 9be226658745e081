// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/placement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

namespace nightjar::quantize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::DataType;

template <size_t kCount>
bool is_one_of(const Op& op, const std::array<std::string_view, kCount>& types) {
  return op.domain.empty() && std::find(types.begin(), types.end(), op.type) != types.end();
}

/// Ops that epilogues hold, or that pass bytes on.
bool keeps_to_lines(const Op& op) {
  static constexpr std::array<std::string_view, 14> kTypes = {"Relu",
                                                              "Clip",
                                                              "LeakyRelu",
                                                              "Add",
                                                              "Conv",
                                                              "MatMul",
                                                              "Gemm",
                                                              "Reshape",
                                                              "Flatten",
                                                              "Transpose",
                                                              "MaxPool",
                                                              "Softmax",
                                                              "LayerNormalization",
                                                              "Concat"};
  return is_one_of(op, kTypes);
}

bool is_float(const Network& network, TensorId id) {
  return id != network::kAbsent && network.tensor(id).is_plain() &&
         network.tensor(id).desc.type == DataType::kFloat32;
}

/// Input `input` is a constant of finite numbers, of `rank` axes unless that is 0.
bool has_constant(const Network& network, const Op& op, size_t input, size_t rank) {
  if (op.inputs.size() <= input || op.inputs[input] == network::kAbsent) return false;
  const auto& constant = network.tensor(op.inputs[input]).constant;
  if (!constant || constant->type() != DataType::kFloat32 || constant->count() == 0) return false;
  if (rank != 0 && constant->dims().size() != rank) return false;
  const auto values = constant->as<float>();
  return std::all_of(values.begin(), values.end(), [](float x) { return std::isfinite(x); });
}

/// Whether the bias is absent, or a constant of `rank` axes; 0 allows any rank.
bool has_known_bias(const Network& network, const Op& op, size_t rank) {
  const bool is_absent = op.inputs.size() < 3 || op.inputs[2] == network::kAbsent;
  return is_absent || has_constant(network, op, 2, rank);
}

bool is_kept(const Op& op, const std::set<std::string>& keep_float) {
  if (keep_float.count(op.name) != 0) return true;
  return std::any_of(op.origins.begin(), op.origins.end(),
                     [&](const std::string& origin) { return keep_float.count(origin) != 0; });
}

/// The axis of the weights' channels, when the op can run in integers.
std::optional<size_t> channel_axis(const Network& network, const Op& op) {
  const bool has_values = op.inputs.size() > 1 && is_float(network, op.inputs[0]) &&
                          !network.tensor(op.inputs[0]).constant;
  if (!has_values || !op.domain.empty()) return std::nullopt;
  if (op.type == "Conv") {
    const bool is_known = has_constant(network, op, 1, 0) && has_known_bias(network, op, 1);
    return is_known ? std::optional<size_t>(0) : std::nullopt;
  }
  const size_t rank = network.tensor(op.inputs[0]).desc.shape.size();
  if (rank < 2 || !has_constant(network, op, 1, 2)) return std::nullopt;
  if (op.type == "MatMul") return 1;
  const auto& attributes = op.attributes;
  const bool is_plain_gemm = op.type == "Gemm" && attributes.get_int("transA", 0) == 0 &&
                             attributes.get_float("beta", 1) == 1 && has_known_bias(network, op, 0);
  if (!is_plain_gemm) return std::nullopt;
  return attributes.get_int("transB", 0) != 0 ? 0 : 1;
}

class Placing {
 public:
  explicit Placing(const Network& network) : network_(network), readers_(network.all_consumers()) {}

  Placement run(const std::set<std::string>& keep_float) {
    for (const OpId id : network_.topological_order()) {
      const Op& op = network_.op(id);
      if (is_kept(op, keep_float)) {
        placement_.kept.insert(id);
        continue;
      }
      const auto axis = channel_axis(network_, op);
      if (!axis) continue;
      placement_.contractions.push_back({id, *axis});
      placement_.activations.insert(op.inputs[0]);
    }
    for (const Contraction& contraction : placement_.contractions) {
      const TensorId output = network_.op(contraction.op).outputs[0];
      if (meets_a_curve(biased(output))) placement_.activations.insert(biased(output));
    }
    if (!placement_.contractions.empty()) add_means();
    return std::move(placement_);
  }

 private:
  const std::vector<OpId>& readers(TensorId id) const { return readers_[static_cast<size_t>(id)]; }

  /// Behind the Add of a constant that alone reads a product.
  TensorId biased(TensorId id) const {
    if (network_.is_output(id) || readers(id).size() != 1) return id;
    const Op& next = network_.op(readers(id).front());
    if (!next.domain.empty() || next.type != "Add") return id;
    const TensorId other = next.inputs[0] == id ? next.inputs[1] : next.inputs[0];
    return network_.tensor(other).constant ? next.outputs[0] : id;
  }

  bool meets_a_curve(TensorId id) const {
    return !network_.is_output(id) &&
           std::any_of(readers(id).begin(), readers(id).end(),
                       [&](OpId reader) { return !keeps_to_lines(network_.op(reader)); });
  }

  /// What is pooled to a mean was made from bytes and is small in number afterwards.
  void add_means() {
    for (const OpId id : network_.topological_order()) {
      const Op& op = network_.op(id);
      static constexpr std::array<std::string_view, 2> kMeans = {"GlobalAveragePool",
                                                                 "AveragePool"};
      if (is_one_of(op, kMeans) && is_float(network_, op.inputs[0]) &&
          !network_.tensor(op.inputs[0]).constant) {
        placement_.activations.insert(op.inputs[0]);
      }
    }
  }

  const Network& network_;
  std::vector<std::vector<OpId>> readers_;
  Placement placement_;
};

}  // namespace

Placement place(const Network& network, const std::set<std::string>& keep_float) {
  return Placing(network).run(keep_float);
}

}  // namespace nightjar::quantize
