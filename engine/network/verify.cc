// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/verify.h"

#include <unordered_set>

#include "engine/network/shape_rule.h"

namespace nightjar::network {
namespace {

Error fault(const Op& op, const std::string& what) {
  return internal_error(op.type + " '" + op.name + "' " + what);
}

bool names_tensor(const Network& network, TensorId id) {
  return id >= 0 && static_cast<size_t>(id) < network.tensor_count();
}

std::vector<bool> mark_inputs(const Network& network) {
  std::vector<bool> is_input(network.tensor_count(), false);
  for (const TensorId id : network.inputs()) is_input[static_cast<size_t>(id)] = true;
  return is_input;
}

Status verify_tensors(const Network& network) {
  for (const TensorId id : network.inputs()) {
    if (!names_tensor(network, id)) return internal_error("a network input names no tensor");
  }
  for (const TensorId id : network.outputs()) {
    if (!names_tensor(network, id)) return internal_error("a network output names no tensor");
  }
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const Tensor& tensor = network.tensor(static_cast<TensorId>(id));
    if (!tensor.constant) continue;
    const bool fits = tensor.desc.type == tensor.constant->type() &&
                      tensor.desc.shape == tensor::to_shape(tensor.constant->dims());
    if (!fits) {
      return internal_error("constant '" + tensor.name + "' does not fit its description " +
                            to_string(tensor.desc));
    }
    if (tensor.producer != kNoOp) {
      return internal_error("constant '" + tensor.name + "' has a producer");
    }
  }
  return {};
}

Status verify_names(const Network& network, const std::vector<OpId>& order) {
  std::unordered_set<std::string> inputs, outputs, ops;
  for (const TensorId id : network.inputs()) {
    const std::string& name = network.tensor(id).name;
    if (!inputs.insert(name).second) return internal_error("two inputs are named '" + name + "'");
  }
  for (const std::string& name : network.output_names()) {
    if (!outputs.insert(name).second) return internal_error("two outputs are named '" + name + "'");
  }
  for (const OpId id : order) {
    const Op& op = network.op(id);
    if (!ops.insert(op.name).second) return fault(op, "shares its name with another op");
  }
  return {};
}

/// Every input is there before its reader runs, which also rules out cycles.
Status verify_edges(const Network& network, const std::vector<OpId>& order) {
  std::vector<bool> ready = mark_inputs(network);
  for (size_t id = 0; id < ready.size(); ++id) {
    if (network.tensor(static_cast<TensorId>(id)).constant) ready[id] = true;
  }
  for (const OpId id : order) {
    const Op& op = network.op(id);
    for (const TensorId input : op.inputs) {
      if (input == kAbsent) continue;
      if (!names_tensor(network, input)) return fault(op, "reads a tensor that is not there");
      if (ready[static_cast<size_t>(input)]) continue;
      return fault(op, "reads '" + network.tensor(input).name +
                           "', which nothing gives or which depends on it");
    }
    for (const TensorId output : op.outputs) {
      if (output == kAbsent) continue;
      if (!names_tensor(network, output)) return fault(op, "writes a tensor that is not there");
      const Tensor& tensor = network.tensor(output);
      if (tensor.producer != id || ready[static_cast<size_t>(output)]) {
        return fault(op, "writes '" + tensor.name + "', which something else gives as well");
      }
      ready[static_cast<size_t>(output)] = true;
    }
  }
  for (const TensorId id : network.outputs()) {
    if (ready[static_cast<size_t>(id)]) continue;
    return internal_error("network output '" + network.tensor(id).name + "' is given by nothing");
  }
  return {};
}

/// The lists of readers are those that the ops' inputs give.
Status verify_readers(const Network& network) {
  std::vector<std::vector<OpId>> readers(network.tensor_count());
  for (size_t id = 0; id < network.op_capacity(); ++id) {
    if (!network.has_op(static_cast<OpId>(id))) continue;
    for (const TensorId input : network.op(static_cast<OpId>(id)).inputs) {
      if (input == kAbsent) continue;
      std::vector<OpId>& list = readers[static_cast<size_t>(input)];
      if (list.empty() || list.back() != static_cast<OpId>(id)) {
        list.push_back(static_cast<OpId>(id));
      }
    }
  }
  for (size_t id = 0; id < readers.size(); ++id) {
    if (readers[id] == network.all_consumers()[id]) continue;
    return internal_error("the list of who reads '" +
                          network.tensor(static_cast<TensorId>(id)).name +
                          "' is out of step: inputs are changed by set_op_inputs alone");
  }
  return {};
}

Status verify_descriptions(const Network& network, const Op& op) {
  NIGHTJAR_ASSIGN(const auto facts, infer_outputs(network, op, op.outputs.size()));
  for (size_t i = 0; i < facts.size(); ++i) {
    if (op.outputs[i] == kAbsent) continue;
    const Tensor& output = network.tensor(op.outputs[i]);
    const tensor::TensorDesc& desc = output.desc;
    if (output.kind != facts[i].kind || output.described != facts[i].described) {
      return fault(op, "has output " + std::to_string(i) + " of another sort than its rule infers");
    }
    if (desc.type != facts[i].desc.type || desc.shape != facts[i].desc.shape) {
      return fault(op, "has output " + std::to_string(i) + " described as " + to_string(desc) +
                           ", but its rule infers " + to_string(facts[i].desc));
    }
    const bool decides_layout = op.type == "Reformat";
    if (decides_layout && desc.layout != facts[i].desc.layout) {
      return fault(op, "gives another layout than its attribute says");
    }
    if (!tensor::layout_fits(desc.layout, desc.shape)) {
      return fault(op, "has output " + std::to_string(i) + " in a layout that does not fit " +
                           to_string(desc));
    }
  }
  return {};
}

}  // namespace

Status verify_structure(const Network& network) {
  NIGHTJAR_TRY(verify_tensors(network));
  // Bad ids would send topological_order() out of bounds.
  for (size_t id = 0; id < network.op_capacity(); ++id) {
    if (!network.has_op(static_cast<OpId>(id))) continue;
    const Op& op = network.op(static_cast<OpId>(id));
    for (const TensorId input : op.inputs) {
      if (input == kAbsent || names_tensor(network, input)) continue;
      return fault(op, "reads a tensor that is not there");
    }
  }
  NIGHTJAR_TRY(verify_readers(network));
  const std::vector<OpId> order = network.topological_order();
  NIGHTJAR_TRY(verify_names(network, order));
  return verify_edges(network, order);
}

Status verify(const Network& network) {
  NIGHTJAR_TRY(verify_structure(network));
  for (const OpId id : network.topological_order()) {
    NIGHTJAR_TRY(verify_descriptions(network, network.op(id)));
  }
  return {};
}

}  // namespace nightjar::network
