// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Scan before opset 9: a batch of sequences at once, told by a Scan over the batch.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

using network::Network;
using network::Op;
using network::TensorId;

/// An input for one sequence of the batch.
TensorId add_sequence_input(Network& body, const std::string& name, const network::Tensor& batch) {
  tensor::TensorDesc desc = batch.desc;
  const bool described = batch.is_plain() && !desc.shape.empty();
  if (described) desc.shape.erase(desc.shape.begin());
  return body.add_input(name, std::move(desc), network::ValueKind::kTensor, described);
}

/// A body that scans one sequence; its inputs are those of `scan`, the first `formal` of them
/// without the batch axis.
Result<std::shared_ptr<const Network>> scan_one(Op scan, size_t formal, const Emitter& emit) {
  auto body = std::make_shared<Network>();
  for (size_t i = 0; i < scan.inputs.size(); ++i) {
    const network::Tensor& outside = emit.tensor(scan.inputs[i]);
    const std::string name = "sequence" + std::to_string(i);
    scan.inputs[i] = i < formal
                         ? add_sequence_input(*body, name, outside)
                         : body->add_input(name, outside.desc, outside.kind, outside.described);
  }
  const size_t output_count = scan.graphs.at("body")->outputs().size();
  NIGHTJAR_ASSIGN(const auto outputs, body->add_op(std::move(scan), output_count));
  for (size_t i = 0; i < outputs.size(); ++i) {
    body->add_output(outputs[i], "output" + std::to_string(i));
  }
  return std::shared_ptr<const Network>(std::move(body));
}

Status scan_batch(Node& node, Emitter& emit) {
  if (has_input(node, 0)) {
    return unsupported(
        "lengths of sequences (input 0) are not supported: export the model with "
        "opset 9 or newer");
  }
  NIGHTJAR_ASSIGN(const auto directions, take_ints(node, "directions"));
  if (node.op.inputs.empty() || node.op.graphs.count("body") == 0) {
    return invalid_input("has no inputs or no body");
  }
  node.op.inputs.erase(node.op.inputs.begin());
  for (size_t i = 0; i < node.op.inputs.size(); ++i) {
    if (!has_input(node, i)) return invalid_input("input " + std::to_string(i + 1) + " is missing");
  }
  if (directions) node.op.attributes.set("scan_input_directions", *directions);
  const auto captures = node.op.attributes.get_ints("captures", {0});
  const size_t formal = node.op.inputs.size() - static_cast<size_t>(captures[0]);
  Op scan = node.op;
  scan.name = node.op.name + "/body/Scan";
  NIGHTJAR_ASSIGN(node.op.graphs["body"], scan_one(std::move(scan), formal, emit));
  node.op.attributes.erase("scan_input_directions");
  node.op.attributes.set("num_scan_inputs", static_cast<int64_t>(formal));
  return {};
}

}  // namespace

std::vector<UpgradeStep> scan_steps() { return {{"Scan", 9, scan_batch}}; }

}  // namespace nightjar::onnx
