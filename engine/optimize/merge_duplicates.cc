// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <map>

#include "base/digest.h"
#include "engine/optimize/match.h"
#include "engine/optimize/pass.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using tensor::HostTensor;

bool are_equal(const HostTensor& a, const HostTensor& b) {
  return a.type() == b.type() && a.dims() == b.dims() && a.byte_count() == b.byte_count() &&
         (a.bytes() == b.bytes() || std::memcmp(a.bytes(), b.bytes(), a.byte_count()) == 0);
}

/// Of a part of the bytes: enough to tell most constants apart, and cheap for large ones.
uint64_t rough_digest(const HostTensor& constant) {
  constexpr size_t kPart = 4096;
  return checksum64(constant.byte_span().first(std::min(kPart, constant.byte_count()))) ^
         constant.byte_count();
}

/// Equal constants become the first of them. Strings, which have no bytes of their own, stay.
size_t merge_constants(Network& network) {
  std::multimap<uint64_t, TensorId> seen;
  const auto readers = network.all_consumers();
  size_t changes = 0;
  for (size_t i = 0; i < readers.size(); ++i) {
    const auto id = static_cast<TensorId>(i);
    const auto& constant = network.tensor(id).constant;
    if (!constant || readers[i].empty() || constant->type() == tensor::DataType::kString) continue;
    const uint64_t digest = rough_digest(*constant);
    const auto [first, last] = seen.equal_range(digest);
    auto same = first;
    while (same != last && !are_equal(*network.tensor(same->second).constant, *constant)) ++same;
    if (same == last) {
      seen.emplace(digest, id);
    } else {
      network.replace_uses(id, same->second);
      ++changes;
    }
  }
  return changes;
}

/// Whether doing it twice gives the same twice.
bool is_repeatable(const Network& network, const Op& op) {
  if (!op.graphs.empty() || !op.tensors.empty() || op.type.starts_with("Random") ||
      is_type(op, {"Multinomial", "Bernoulli", "Dropout"})) {
    return false;
  }
  for (const TensorId output : op.outputs) {
    if (output != network::kAbsent && !network.tensor(output).is_plain()) return false;
  }
  return true;
}

std::string key_of(const Op& op) {
  std::string key = op.domain + "/" + op.type + " " + op.attributes.to_string();
  for (const TensorId input : op.inputs) key += " " + std::to_string(input);
  return key;
}

/// The op's readers turn to `first`, which does the same.
bool merge_into(Network& network, OpId first_id, OpId id) {
  const Op op = network.op(id);
  Op& first = network.op(first_id);
  if (first.outputs.size() != op.outputs.size() || !(first.attributes == op.attributes)) {
    return false;
  }
  for (size_t i = 0; i < op.outputs.size(); ++i) {
    if ((op.outputs[i] == network::kAbsent) != (first.outputs[i] == network::kAbsent)) return false;
    if (op.outputs[i] == network::kAbsent) continue;
    const bool differ = network.tensor(op.outputs[i]).desc != network.tensor(first.outputs[i]).desc;
    if (differ) return false;
  }
  merge_origins(first.origins, op.origins);
  network.remove_op(id);
  for (size_t i = 0; i < op.outputs.size(); ++i) {
    if (op.outputs[i] != network::kAbsent) network.replace_uses(op.outputs[i], first.outputs[i]);
  }
  return true;
}

}  // namespace

Result<size_t> merge_duplicates(Network& network) {
  size_t changes = merge_constants(network);
  std::map<std::string, OpId> seen;
  for (const OpId id : network.topological_order()) {
    if (!is_repeatable(network, network.op(id))) continue;
    const auto [entry, is_new] = seen.try_emplace(key_of(network.op(id)), id);
    if (!is_new && merge_into(network, entry->second, id)) ++changes;
  }
  return changes;
}

}  // namespace nightjar::optimize
