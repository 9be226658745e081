// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Rules about what nodes are there for.
#include <fmt/format.h>

#include <set>

#include "cli/models/lint/finding.h"

namespace nightjar::cli {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

namespace {

/// Operators that make another thing of scaled numbers than of the numbers they stand for.
bool computes_with_numbers(const std::string& type) {
  static const std::set<std::string> types = {
      "Add",  "AveragePool", "Conv", "ConvTranspose", "Div",  "Gemm",    "GlobalAveragePool",
      "Gelu", "MatMul",      "Mul",  "Pow",           "Relu", "Sigmoid", "Softmax",
      "Sub",  "Tanh"};
  return types.contains(type);
}

}  // namespace

void find_unread_values(const Network& network, Findings& findings) {
  const auto readers = network.all_consumers();
  const auto is_read = [&](TensorId id) {
    return id != network::kAbsent &&
           (!readers[static_cast<size_t>(id)].empty() || network.is_output(id));
  };
  for (const TensorId id : network.inputs()) {
    if (is_read(id)) continue;
    findings.push_back({Concern::kSuspicious, "unread-input", network.tensor(id).name,
                        "nothing reads this input", "leave it out of the export"});
  }
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    bool any_read = false;
    for (const TensorId output : op.outputs) any_read |= is_read(output);
    if (any_read) continue;
    findings.push_back({Concern::kSuspicious, "unread-node", op.name,
                        fmt::format("nothing reads what this {} gives", op.type),
                        "leave it out of the export, or name its output as one of the model's"});
  }
}

void find_training_leftovers(const Network& network, Findings& findings) {
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    const bool trains =
        op.type == "BatchNormalization" && op.attributes.get_int("training_mode", 0) != 0;
    const bool drops = op.type == "Dropout" && op.inputs.size() > 2 &&
                       op.inputs[2] != network::kAbsent && network.tensor(op.inputs[2]).constant &&
                       network.tensor(op.inputs[2]).constant->count() == 1 &&
                       network.tensor(op.inputs[2]).constant->integer_at(0) != 0;
    if (!trains && !drops) continue;
    findings.push_back({Concern::kSuspicious, "training-mode", op.name,
                        fmt::format("{} is in training mode", op.type),
                        "export the model for inference (model.eval() in PyTorch)"});
  }
}

void find_lone_quantizers(const Network& network, Findings& findings) {
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (op.type != "QuantizeLinear" || op.outputs.empty() || op.outputs[0] == network::kAbsent) {
      continue;
    }
    if (network.is_output(op.outputs[0])) continue;
    for (const OpId reader : network.consumers(op.outputs[0])) {
      const std::string& type = network.op(reader).type;
      if (!computes_with_numbers(type)) continue;
      findings.push_back({Concern::kSuspicious, "quantizer", op.name,
                          fmt::format("{} '{}' reads quantised numbers as they are", type,
                                      network.op(reader).name),
                          "put a DequantizeLinear between them"});
    }
  }
}

}  // namespace nightjar::cli
