// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/op_runner.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/late/late_op.h"
#include "engine/network/shape_rule.h"
#include "kernels/host/host_op.h"

namespace nightjar::late {
namespace {

using tensor::HostTensor;

constexpr size_t kMostPrepared = 16;

bool is_small(const HostTensor& tensor) {
  return tensor.defined() && tensor.count() <= network::kMaxKnownElements;
}

/// Type, extents and, where it counts, bytes of every input.
std::string key_of(std::span<const HostTensor> inputs, const std::vector<bool>& with_value,
                   const std::vector<bool>& is_constant) {
  std::string key;
  for (size_t i = 0; i < inputs.size(); ++i) {
    key += fmt::format("{}:", static_cast<int>(inputs[i].type()));
    for (const int64_t extent : inputs[i].dims()) key += fmt::format("{},", extent);
    if (!with_value[i] || is_constant[i] || !inputs[i].defined()) continue;
    key.append(reinterpret_cast<const char*>(inputs[i].bytes()), inputs[i].byte_count());
  }
  return key;
}

}  // namespace

OpRunner::OpRunner(const network::Network& network, const network::Op& op, device::Device& device,
                   TacticPolicy policy)
    : op_(op), device_(device), policy_(policy) {
  for (const network::TensorId id : op.inputs) {
    is_constant_.push_back(id != network::kAbsent && network.tensor(id).constant.has_value());
  }
  is_parameter_ = is_constant_;
  for (const size_t index : parameter_inputs(op)) {
    if (index < is_parameter_.size()) is_parameter_[index] = true;
  }
}

Result<std::vector<HostTensor>> OpRunner::run(std::span<const HostTensor> inputs) {
  const auto where = [&](const Error& error) {
    const std::string title = fmt::format("node '{}' ({})", op_.name, op_.type);
    return error.message.starts_with(title) ? error : error.in(title);
  };
  if (const kernels::HostOp host_op =
          kernels::find_host_op(op_.domain, op_.type, op_.attributes, inputs)) {
    auto outputs = host_op({op_.attributes, op_.tensors, inputs, op_.outputs.size()});
    if (!outputs.ok()) return where(outputs.error());
    return outputs;
  }
  auto prepared = find_or_prepare(inputs);
  if (!prepared.ok()) return where(prepared.error());
  auto outputs = (*prepared)->run(inputs);
  if (!outputs.ok()) return where(outputs.error());
  return outputs;
}

Result<PreparedOp*> OpRunner::find_or_prepare(std::span<const HostTensor> inputs) {
  std::vector<bool> with_value = is_parameter_;
  for (size_t i = 0; looks_into_all_ && i < inputs.size(); ++i) {
    if (is_small(inputs[i])) with_value[i] = true;
  }
  const std::string key = key_of(inputs, with_value, is_constant_);
  const auto found = std::find_if(prepared_.begin(), prepared_.end(),
                                  [&](const auto& entry) { return entry.first == key; });
  if (found != prepared_.end()) {
    std::rotate(found, found + 1, prepared_.end());
    return prepared_.back().second.get();
  }
  auto prepared = prepare(inputs, with_value);
  const bool wants_more = !prepared.ok() && prepared.error().kind == ErrorKind::kNotYetKnown;
  if (wants_more && !looks_into_all_) {
    looks_into_all_ = true;
    return find_or_prepare(inputs);
  }
  if (!prepared.ok()) return prepared.error();
  if (prepared_.size() == kMostPrepared) prepared_.erase(prepared_.begin());
  prepared_.emplace_back(key, std::move(*prepared));
  return prepared_.back().second.get();
}

Result<std::unique_ptr<PreparedOp>> OpRunner::prepare(std::span<const HostTensor> inputs,
                                                      std::vector<bool> is_constant) {
  for (const HostTensor& input : inputs) {
    if (input.type() == tensor::DataType::kString) {
      return unsupported("there is no kernel for strings");
    }
  }
  return PreparedOp::prepare(op_, inputs, is_constant, device_, policy_);
}

}  // namespace nightjar::late
