// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/walker.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/late/control_flow.h"
#include "engine/late/sequence_ops.h"

namespace nightjar::late {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::HostTensor;
using tensor::SymbolValues;
using tensor::Value;

/// Which tensors nobody reads any more after each op of the order.
std::vector<std::vector<TensorId>> find_last_readers(const Network& network,
                                                     const std::vector<OpId>& order) {
  std::vector<size_t> last(network.tensor_count(), order.size());
  for (size_t position = 0; position < order.size(); ++position) {
    const Op& op = network.op(order[position]);
    for (const auto* ids : {&op.inputs, &op.outputs}) {
      for (const TensorId id : *ids) {
        if (id != network::kAbsent) last[static_cast<size_t>(id)] = position;
      }
    }
  }
  for (const TensorId id : network.outputs()) last[static_cast<size_t>(id)] = order.size();
  std::vector<std::vector<TensorId>> readers(order.size());
  for (size_t id = 0; id < last.size(); ++id) {
    if (last[id] < order.size()) readers[last[id]].push_back(static_cast<TensorId>(id));
  }
  return readers;
}

/// Gives symbols that are a whole extent the value it has now.
void bind_lone_symbols(const network::Tensor& tensor, const Value& value, SymbolValues& symbols) {
  const tensor::Shape& shape = tensor.desc.shape;
  if (!tensor.is_plain() || !value.is_tensor() || value.tensor.dims().size() != shape.size())
    return;
  for (size_t axis = 0; axis < shape.size(); ++axis) {
    std::vector<std::string> names;
    shape[axis].collect_symbols(names);
    if (names.size() != 1 || !(shape[axis] == tensor::Dim::symbol(names[0]))) continue;
    symbols[names[0]] = value.tensor.dims()[axis];
  }
}

Status expect_tensors(const Op& op, const std::vector<Value>& inputs) {
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].is_sequence()) continue;
    return invalid_input(fmt::format("node '{}' ({}): input {} is a sequence, a tensor is wanted",
                                     op.name, op.type, i));
  }
  return {};
}

}  // namespace

bool is_part(const Op& op) { return op.domain == "nightjar" && op.type == kPart; }

size_t part_of(const Op& op) { return static_cast<size_t>(op.attributes.get_int("part", 0)); }

Walker::Walker(const Network& network, const WalkSettings& settings)
    : network_(network),
      settings_(settings),
      order_(network.topological_order()),
      last_readers_(find_last_readers(network, order_)) {}
Walker::~Walker() = default;

Result<std::vector<Value>> Walker::run(Values inputs, SymbolValues symbols) {
  if (inputs.size() != network_.inputs().size()) {
    return internal_error("a body is given another number of values than it takes");
  }
  Values values(network_.tensor_count());
  for (size_t i = 0; i < inputs.size(); ++i) {
    const TensorId id = network_.inputs()[i];
    bind_lone_symbols(network_.tensor(id), inputs[i], symbols);
    values[static_cast<size_t>(id)] = std::move(inputs[i]);
  }
  for (size_t id = 0; id < values.size(); ++id) {
    const auto& constant = network_.tensor(static_cast<TensorId>(id)).constant;
    if (constant) values[id] = Value(*constant);
  }
  for (size_t position = 0; position < order_.size(); ++position) {
    const OpId id = order_[position];
    const Op& op = network_.op(id);
    Values given;
    for (const TensorId input : op.inputs) {
      given.push_back(input == network::kAbsent ? Value() : values[static_cast<size_t>(input)]);
    }
    if (settings_.before_op) settings_.before_op(id);
    NIGHTJAR_ASSIGN(Values outputs, run_op(id, std::move(given), symbols));
    if (settings_.after_op) settings_.after_op(id);
    for (size_t i = 0; i < op.outputs.size() && i < outputs.size(); ++i) {
      if (op.outputs[i] == network::kAbsent) continue;
      bind_lone_symbols(network_.tensor(op.outputs[i]), outputs[i], symbols);
      values[static_cast<size_t>(op.outputs[i])] = std::move(outputs[i]);
    }
    for (const TensorId done : last_readers_[position]) values[static_cast<size_t>(done)] = {};
  }
  return take_outputs(values);
}

Result<std::vector<Value>> Walker::take_outputs(const Values& values) const {
  Values outputs;
  for (const TensorId id : network_.outputs()) outputs.push_back(values[static_cast<size_t>(id)]);
  return outputs;
}

Result<std::vector<Value>> Walker::run_op(OpId id, Values inputs, const SymbolValues& symbols) {
  const Op& op = network_.op(id);
  if (!op.graphs.empty()) {
    const auto run_body = [&](const std::string& name, Values given) {
      return body(id, name).run(std::move(given), symbols);
    };
    auto outputs = run_control_flow(op, std::move(inputs), run_body);
    if (!outputs.ok()) return outputs.error().in(fmt::format("node '{}' ({})", op.name, op.type));
    return outputs;
  }
  if (is_sequence_op(op)) return run_sequence_op(op, inputs);
  const bool passes_on = op.domain.empty() && op.type == "Identity";
  if (passes_on && !inputs.empty()) return Values{std::move(inputs[0])};
  return run_tensor_op(id, inputs, symbols);
}

Result<std::vector<Value>> Walker::run_tensor_op(OpId id, const Values& inputs,
                                                 const SymbolValues& symbols) {
  const Op& op = network_.op(id);
  NIGHTJAR_TRY(expect_tensors(op, inputs));
  std::vector<HostTensor> tensors;
  for (const Value& input : inputs) tensors.push_back(input.tensor);
  std::vector<HostTensor> answers;
  if (is_part(op)) {
    if (settings_.parts == nullptr) return internal_error("a part has nobody to run it");
    NIGHTJAR_ASSIGN(answers, settings_.parts->run_part(part_of(op), tensors, symbols));
  } else {
    std::unique_ptr<OpRunner>& runner = runners_[id];
    if (runner == nullptr) {
      runner = std::make_unique<OpRunner>(network_, op, *settings_.device, settings_.policy);
    }
    NIGHTJAR_ASSIGN(answers, runner->run(tensors));
  }
  Values outputs;
  for (HostTensor& answer : answers) {
    outputs.push_back(answer.defined() ? Value(std::move(answer)) : Value());
  }
  return outputs;
}

Walker& Walker::body(OpId id, const std::string& name) {
  std::unique_ptr<Walker>& walker = bodies_[{id, name}];
  if (walker == nullptr) {
    WalkSettings inner = settings_;
    inner.before_op = nullptr;
    inner.after_op = nullptr;
    walker = std::make_unique<Walker>(*network_.op(id).graphs.at(name), inner);
  }
  return *walker;
}

}  // namespace nightjar::late
