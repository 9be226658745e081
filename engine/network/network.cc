// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/network.h"

#include <algorithm>

#include "base/check.h"
#include "engine/network/shape_rule.h"

namespace nightjar::network {

TensorId Network::append_tensor(Tensor tensor) {
  taken_names_.insert(tensor.name);
  tensors_.push_back(std::move(tensor));
  readers_.emplace_back();
  return static_cast<TensorId>(tensors_.size() - 1);
}

OpId Network::append_op(Op op) {
  const auto id = static_cast<OpId>(ops_.size());
  for (const TensorId output : op.outputs) {
    if (output != kAbsent) tensor(output).producer = id;
  }
  ops_.emplace_back(std::move(op));
  enter_reader(id);
  return id;
}

TensorId Network::add_input(const std::string& name, tensor::TensorDesc desc, ValueKind kind,
                            bool described) {
  const TensorId id = append_tensor({name, std::move(desc), {}, {}, kNoOp, kind, described});
  inputs_.push_back(id);
  return id;
}

TensorId Network::add_constant(const std::string& name, tensor::HostTensor value) {
  tensor::TensorDesc desc{value.type(), tensor::to_shape(value.dims())};
  return append_tensor({name, std::move(desc), std::move(value), {}, kNoOp});
}

TensorId Network::add_tensor(Tensor tensor) { return append_tensor(std::move(tensor)); }

Result<std::vector<TensorId>> Network::add_op(Op op, size_t output_count) {
  const bool renamed = op.name.empty() || taken_names_.count(op.name) != 0;
  const std::string given_name = op.name;
  if (renamed) op.name = unique_name(op.name.empty() ? op.type : op.name);
  NIGHTJAR_ASSIGN(std::vector<OutputFacts> facts, infer_outputs(*this, op, output_count));
  if (op.origins.empty()) op.origins = {given_name.empty() ? op.name : given_name};
  taken_names_.insert(op.name);
  op.outputs.clear();
  for (size_t i = 0; i < output_count; ++i) {
    const std::string stem =
        output_count == 1 ? op.name + ".out" : op.name + ".out" + std::to_string(i);
    op.outputs.push_back(append_tensor({unique_name(stem),
                                        std::move(facts[i].desc),
                                        {},
                                        std::move(facts[i].elements),
                                        kNoOp,
                                        facts[i].kind,
                                        facts[i].described}));
  }
  std::vector<TensorId> outputs = op.outputs;
  append_op(std::move(op));
  return outputs;
}

OpId Network::insert_op(Op op) {
  if (op.name.empty() || taken_names_.count(op.name) != 0) {
    op.name = unique_name(op.name.empty() ? op.type : op.name);
  }
  if (op.origins.empty()) op.origins = {op.name};
  taken_names_.insert(op.name);
  return append_op(std::move(op));
}

void Network::add_output(TensorId tensor, const std::string& name) {
  outputs_.push_back(tensor);
  output_names_.push_back(name);
}

size_t Network::op_count() const {
  return static_cast<size_t>(
      std::count_if(ops_.begin(), ops_.end(), [](const auto& op) { return op.has_value(); }));
}

std::vector<OpId> Network::topological_order() const {
  std::vector<OpId> order;
  std::vector<bool> seen(ops_.size(), false);
  // Depth first by an explicit stack of (op, next input), so that deep chains cannot overflow.
  std::vector<std::pair<OpId, size_t>> open;
  for (size_t root = 0; root < ops_.size(); ++root) {
    if (!ops_[root] || seen[root]) continue;
    seen[root] = true;
    open.emplace_back(static_cast<OpId>(root), 0);
    while (!open.empty()) {
      auto& [id, next_input] = open.back();
      const std::vector<TensorId>& inputs = op(id).inputs;
      if (next_input == inputs.size()) {
        order.push_back(id);
        open.pop_back();
        continue;
      }
      const TensorId input = inputs[next_input++];
      const OpId producer = input == kAbsent ? kNoOp : tensor(input).producer;
      if (!has_op(producer) || seen[static_cast<size_t>(producer)]) continue;
      seen[static_cast<size_t>(producer)] = true;
      open.emplace_back(producer, 0);
    }
  }
  return order;
}

void Network::enter_reader(OpId id) {
  for (const TensorId input : op(id).inputs) {
    // Ids of tensors that are not there are for verify to find.
    if (input < 0 || static_cast<size_t>(input) >= readers_.size()) continue;
    std::vector<OpId>& list = readers_[static_cast<size_t>(input)];
    const auto at = std::lower_bound(list.begin(), list.end(), id);
    if (at == list.end() || *at != id) list.insert(at, id);
  }
}

void Network::leave_reader(OpId id) {
  for (const TensorId input : op(id).inputs) {
    if (input < 0 || static_cast<size_t>(input) >= readers_.size()) continue;
    std::vector<OpId>& list = readers_[static_cast<size_t>(input)];
    const auto at = std::lower_bound(list.begin(), list.end(), id);
    if (at != list.end() && *at == id) list.erase(at);
  }
}

void Network::replace_op(OpId id, Op op) {
  leave_reader(id);
  this->op(id) = std::move(op);
  enter_reader(id);
}

void Network::set_op_inputs(OpId id, std::vector<TensorId> inputs) {
  leave_reader(id);
  op(id).inputs = std::move(inputs);
  enter_reader(id);
}

void Network::set_op_input(OpId id, size_t index, TensorId tensor) {
  leave_reader(id);
  std::vector<TensorId>& inputs = op(id).inputs;
  inputs.resize(std::max(inputs.size(), index + 1), kAbsent);
  inputs[index] = tensor;
  enter_reader(id);
}

bool Network::is_output(TensorId tensor) const {
  return std::find(outputs_.begin(), outputs_.end(), tensor) != outputs_.end();
}

void Network::remove_op(OpId id) {
  NIGHTJAR_CHECK(has_op(id), "only a live op can be removed");
  for (const TensorId output : op(id).outputs) {
    if (output != kAbsent && tensor(output).producer == id) tensor(output).producer = kNoOp;
  }
  leave_reader(id);
  ops_[static_cast<size_t>(id)].reset();
}

void Network::replace_uses(TensorId from, TensorId to) {
  for (const OpId id : consumers(from)) {
    std::vector<TensorId> inputs = op(id).inputs;
    std::replace(inputs.begin(), inputs.end(), from, to);
    set_op_inputs(id, std::move(inputs));
  }
  std::replace(outputs_.begin(), outputs_.end(), from, to);
}

std::string Network::unique_name(const std::string& stem) {
  if (taken_names_.insert(stem).second) return stem;
  int64_t& suffix = next_suffix_[stem];
  std::string name;
  do {
    name = stem + "_" + std::to_string(++suffix);
  } while (!taken_names_.insert(name).second);
  return name;
}

}  // namespace nightjar::network
