// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/partition.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/build/feasible.h"
#include "engine/late/late_op.h"
#include "engine/late/walker.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

/// From so many ops on a group is worth a part of its own.
constexpr size_t kOpsWorthAPart = 4;

using Groups = std::map<int, std::vector<OpId>>;

/// Ops that may be compiled, by stage: a stage runs after all late ops that feed it and before
/// those that it feeds, so that a stage can run as a whole.
Groups group_by_stage(const Network& network) {
  std::vector<int> stage_of(network.op_capacity(), 0);
  std::vector<bool> is_late(network.op_capacity(), false);
  Groups groups;
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    const auto at = static_cast<size_t>(id);
    is_late[at] = late::is_late(network, op);
    for (const TensorId input : op.inputs) {
      const OpId producer =
          input == network::kAbsent ? network::kNoOp : network.tensor(input).producer;
      if (!network.has_op(producer)) continue;
      const auto from = static_cast<size_t>(producer);
      const int wait = is_late[at] && !is_late[from] ? 1 : 0;
      stage_of[at] = std::max(stage_of[at], stage_of[from] + wait);
    }
    if (!is_late[at]) groups[stage_of[at]].push_back(id);
  }
  return groups;
}

bool is_worth_a_part(const Network& network, const std::vector<OpId>& group) {
  return group.size() >= kOpsWorthAPart ||
         std::any_of(group.begin(), group.end(), [&](OpId id) { return is_heavy(network.op(id)); });
}

/// Takes one group out of a network into a network of its own.
class Extraction {
 public:
  Extraction(const Network& from, const std::vector<OpId>& group)
      : from_(from),
        group_(group),
        members_(group.begin(), group.end()),
        readers_(from.all_consumers()) {}

  Network run() {
    for (const OpId id : group_) copy_op(from_.op(id));
    part_.set_inputs(part_inputs_);
    for (const OpId id : group_) {
      for (const TensorId output : from_.op(id).outputs) {
        if (output != network::kAbsent && is_wanted_outside(output)) add_output(output);
      }
    }
    return std::move(part_);
  }

  /// Ids in the network the group came from.
  const std::vector<TensorId>& inputs() const { return inputs_; }
  const std::vector<TensorId>& outputs() const { return outputs_; }

 private:
  void copy_op(const Op& op) {
    Op copy = op;
    for (TensorId& input : copy.inputs) input = input == network::kAbsent ? input : place(input);
    for (TensorId& output : copy.outputs) {
      if (output == network::kAbsent) continue;
      const TensorId there = output;
      output = add_copy(there);
      placed_[there] = output;
    }
    part_.insert_op(std::move(copy));
  }

  TensorId add_copy(TensorId id) {
    network::Tensor tensor = from_.tensor(id);
    tensor.producer = network::kNoOp;
    tensor.name = part_.unique_name(tensor.name);
    return part_.add_tensor(std::move(tensor));
  }

  TensorId place(TensorId id) {
    const auto known = placed_.find(id);
    if (known != placed_.end()) return known->second;
    const TensorId copy = add_copy(id);
    if (!from_.tensor(id).constant) {
      part_inputs_.push_back(copy);
      inputs_.push_back(id);
    }
    return placed_[id] = copy;
  }

  bool is_wanted_outside(TensorId id) const {
    if (from_.is_output(id)) return true;
    const std::vector<OpId>& readers = readers_[static_cast<size_t>(id)];
    return std::any_of(readers.begin(), readers.end(),
                       [&](OpId reader) { return !members_.contains(reader); });
  }

  void add_output(TensorId id) {
    part_.add_output(placed_.at(id), part_.tensor(placed_.at(id)).name);
    outputs_.push_back(id);
  }

  const Network& from_;
  const std::vector<OpId>& group_;
  std::set<OpId> members_;
  std::vector<std::vector<OpId>> readers_;
  Network part_;
  std::map<TensorId, TensorId> placed_;
  std::vector<TensorId> part_inputs_, inputs_, outputs_;
};

Op part_op(const Network& script, const std::vector<OpId>& group, size_t number) {
  Op op;
  op.domain = "nightjar";
  op.type = late::kPart;
  op.name = script.op(group.front()).name + ".part";
  op.attributes.set("part", static_cast<int64_t>(number));
  for (const OpId id : group) {
    const auto& origins = script.op(id).origins;
    op.origins.insert(op.origins.end(), origins.begin(), origins.end());
  }
  return op;
}

Network split(const Network& network, std::vector<Network>& parts) {
  Network script = network;
  for (const auto& [stage, group] : group_by_stage(network)) {
    if (!is_worth_a_part(network, group)) continue;
    Extraction extraction(network, group);
    Network part = extraction.run();
    if (extraction.outputs().empty()) continue;
    Op op = part_op(script, group, parts.size());
    op.inputs = extraction.inputs();
    op.outputs = extraction.outputs();
    for (const OpId id : group) script.remove_op(id);
    script.insert_op(std::move(op));
    parts.push_back(std::move(part));
  }
  for (const OpId id : script.topological_order()) {
    for (auto& [name, body] : script.op(id).graphs) {
      body = std::make_shared<const Network>(split(*body, parts));
    }
  }
  script.compact();
  return script;
}

}  // namespace

bool needs_script(const Network& network) {
  const auto order = network.topological_order();
  return std::any_of(order.begin(), order.end(),
                     [&](OpId id) { return late::is_late(network, network.op(id)); });
}

Partition partition(const Network& network) {
  Partition result;
  result.script = split(network, result.parts);
  return result;
}

}  // namespace nightjar::build
