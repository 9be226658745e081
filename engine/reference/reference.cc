// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/reference/reference.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/device/device.h"
#include "engine/late/late_op.h"
#include "engine/late/walker.h"
#include "engine/reference/step_runner.h"
#include "engine/reference/walk.h"
#include "kernels/host/host_op.h"

namespace nightjar::reference {
namespace {

using network::Network;
using network::Op;
using network::TensorId;
using tensor::HostTensor;

/// Values by tensor id while a network is walked.
class Walk {
 public:
  explicit Walk(const Network& network) : network_(network), values_(network.tensor_count()) {
    for (size_t id = 0; id < values_.size(); ++id) {
      const auto& constant = network.tensor(static_cast<TensorId>(id)).constant;
      if (constant) values_[id] = *constant;
    }
  }

  void set(TensorId id, HostTensor value) { values_[static_cast<size_t>(id)] = std::move(value); }
  const HostTensor& value(TensorId id) const { return values_[static_cast<size_t>(id)]; }
  void release(TensorId id) {
    if (id != network::kAbsent && !network_.tensor(id).constant) set(id, {});
  }

  std::vector<HostTensor> inputs_of(const Op& op) const {
    std::vector<HostTensor> inputs;
    for (const TensorId id : op.inputs) {
      inputs.push_back(id == network::kAbsent ? HostTensor() : value(id));
    }
    return inputs;
  }

 private:
  const Network& network_;
  std::vector<HostTensor> values_;
};

bool has_late_ops(const Network& network) {
  const auto order = network.topological_order();
  return std::any_of(order.begin(), order.end(),
                     [&](network::OpId id) { return late::is_late(network, network.op(id)); });
}

/// Where values decide shapes, by the walker with plain answers alone.
Result<TensorsByName> run_late(const Network& network, const TensorsByName& inputs) {
  const auto device = device::make_cpu_device(1);
  late::WalkSettings settings;
  settings.device = device.get();
  settings.policy = late::TacticPolicy::kPlain;
  std::vector<tensor::Value> given;
  for (const TensorId id : network.inputs()) {
    const auto found = inputs.find(network.tensor(id).name);
    if (found == inputs.end()) {
      return invalid_input(fmt::format("input '{}' is missing.", network.tensor(id).name));
    }
    given.emplace_back(found->second);
  }
  NIGHTJAR_ASSIGN(const auto values, late::Walker(network, settings).run(std::move(given)));
  TensorsByName answers;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].is_tensor()) {
      return unsupported(fmt::format("output '{}' is no tensor.", network.output_names()[i]));
    }
    answers[network.output_names()[i]] = values[i].tensor;
  }
  return answers;
}

}  // namespace

Result<TensorsByName> run(const Network& given, const TensorsByName& inputs,
                          const Observer& observer) {
  const Network network = in_row_major(given);
  if (has_late_ops(network)) {
    if (!observer) return run_late(network, inputs);
    return unsupported("values decide shapes in this network: its tensors cannot be watched.");
  }
  NIGHTJAR_ASSIGN(const tensor::SymbolValues symbols, bind_inputs(network, inputs));
  Walk walk(network);
  for (const TensorId id : network.inputs()) walk.set(id, inputs.at(network.tensor(id).name));

  const std::vector<network::OpId> order = network.topological_order();
  const std::vector<size_t> last = last_reads(network, order);
  for (size_t position = 0; position < order.size(); ++position) {
    const Op& op = network.op(order[position]);
    NIGHTJAR_ASSIGN(const auto outputs, run_lowered(network, op, walk.inputs_of(op), symbols));
    if (observer) observer(op, outputs);
    for (size_t i = 0; i < outputs.size(); ++i) {
      if (op.outputs[i] != network::kAbsent) walk.set(op.outputs[i], outputs[i]);
    }
    for (const auto* ids : {&op.inputs, &op.outputs}) {
      for (const TensorId id : *ids) {
        if (id != network::kAbsent && last[static_cast<size_t>(id)] <= position) walk.release(id);
      }
    }
  }

  TensorsByName answers;
  for (size_t i = 0; i < network.outputs().size(); ++i) {
    const HostTensor& answer = walk.value(network.outputs()[i]);
    if (!answer.defined()) {
      return internal_error(fmt::format("output '{}' has no value.", network.output_names()[i]));
    }
    answers[network.output_names()[i]] = answer;
  }
  return answers;
}

Result<std::vector<HostTensor>> run_op(const Network& network, const Op& op,
                                       const std::vector<HostTensor>& inputs) {
  if (inputs.size() != op.inputs.size()) {
    return invalid_input(fmt::format("node '{}' ({}) has {} inputs, {} were given.", op.name,
                                     op.type, op.inputs.size(), inputs.size()));
  }
  if (kernels::find_host_op(op.domain, op.type, op.attributes, inputs) != nullptr) {
    const auto device = device::make_cpu_device(1);
    return late::OpRunner(network, op, *device, late::TacticPolicy::kPlain).run(inputs);
  }
  tensor::SymbolValues symbols;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].defined() || op.inputs[i] == network::kAbsent) continue;
    const auto& shape = network.tensor(op.inputs[i]).desc.shape;
    const Status bound = tensor::bind_symbols(shape, inputs[i].dims(), symbols);
    if (!bound.ok()) return bound.error().in(fmt::format("node '{}' input {}", op.name, i));
  }
  return run_lowered(network, op, inputs, symbols);
}

}  // namespace nightjar::reference
