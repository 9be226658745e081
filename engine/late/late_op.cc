// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/late_op.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/late/sequence_ops.h"
#include "engine/lower/lower.h"
#include "kernels/host/host_op.h"

namespace nightjar::late {
namespace {

using network::Network;
using network::Op;
using network::TensorId;

const std::map<std::string_view, std::vector<size_t>>& parameter_table() {
  static const std::map<std::string_view, std::vector<size_t>> table = {
      {"AffineGrid", {1}},   {"BlackmanWindow", {0}},  {"CenterCropPad", {1}},
      {"Col2Im", {1, 2}},    {"ConstantOfShape", {0}}, {"CumProd", {1}},
      {"CumSum", {1}},       {"DFT", {1, 2}},          {"Dropout", {1, 2}},
      {"Expand", {1}},       {"HammingWindow", {0}},   {"HannWindow", {0}},
      {"MaxUnpool", {2}},    {"OneHot", {1}},          {"MelWeightMatrix", {0, 1, 2, 3, 4}},
      {"Pad", {1, 3}},       {"Range", {0, 1, 2}},     {"Reshape", {1}},
      {"Resize", {1, 2, 3}}, {"STFT", {1, 3}},         {"Slice", {1, 2, 3, 4}},
      {"Split", {1}},        {"Squeeze", {1}},         {"Tile", {1}},
      {"TopK", {1}},         {"Trilu", {1}},           {"Unsqueeze", {1}},
  };
  return table;
}

void collect_symbols(const network::Tensor& tensor, std::vector<std::string>& names) {
  for (const tensor::Dim& extent : tensor.desc.shape) extent.collect_symbols(names);
}

/// Whether an output has an extent that no input tells: running the op makes it known.
bool brings_symbols(const Network& network, const Op& op) {
  std::vector<std::string> given, brought;
  for (const TensorId id : op.inputs) {
    if (id == network::kAbsent) continue;
    collect_symbols(network.tensor(id), given);
    if (!network.tensor(id).elements) continue;
    for (const tensor::Dim& element : *network.tensor(id).elements) element.collect_symbols(given);
  }
  for (const TensorId id : op.outputs) {
    if (id != network::kAbsent) collect_symbols(network.tensor(id), brought);
  }
  const std::set<std::string> known(given.begin(), given.end());
  return std::any_of(brought.begin(), brought.end(),
                     [&](const std::string& name) { return !known.contains(name); });
}

bool all_plain(const Network& network, const std::vector<TensorId>& ids) {
  return std::all_of(ids.begin(), ids.end(), [&](TensorId id) {
    return id == network::kAbsent || (network.tensor(id).is_plain() &&
                                      network.tensor(id).desc.type != tensor::DataType::kString);
  });
}

}  // namespace

std::vector<size_t> parameter_inputs(const Op& op) {
  if (!op.domain.empty()) return {};
  if (op.type.starts_with("Reduce")) return {1};
  const auto found = parameter_table().find(op.type);
  return found == parameter_table().end() ? std::vector<size_t>{} : found->second;
}

bool is_late(const Network& network, const Op& op) {
  if (!op.graphs.empty() || kernels::find_host_op(op.domain, op.type) != nullptr) return true;
  if (!all_plain(network, op.inputs) || !all_plain(network, op.outputs)) return true;
  if (is_sequence_op(op)) return true;
  if (brings_symbols(network, op)) return true;
  const auto lowered = lower::lower_op(network, op);
  return !lowered.ok() && lowered.error().kind == ErrorKind::kNotYetKnown;
}

}  // namespace nightjar::late
