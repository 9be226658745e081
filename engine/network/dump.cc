// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/dump.h"

#include <fmt/format.h>

#include "base/digest.h"

namespace nightjar::network {
namespace {

constexpr int64_t kShownElements = 8;

std::string show(const tensor::HostTensor& value) {
  if (value.type() == tensor::DataType::kString) return fmt::format("{} strings", value.count());
  if (value.count() > kShownElements) {
    return fmt::format("digest {:016x}", checksum64(value.byte_span()));
  }
  std::string text = "{";
  for (int64_t i = 0; i < value.count(); ++i) {
    text += i == 0 ? "" : ", ";
    text += tensor::is_integer(value.type()) ? std::to_string(value.integer_at(i))
                                             : fmt::format("{}", value.value_at(i));
  }
  return text + "}";
}

std::string show_inputs(const Network& network, const Op& op) {
  std::string text;
  for (const TensorId id : op.inputs) {
    text += text.empty() ? "" : ", ";
    text += id == kAbsent ? "-" : network.tensor(id).name;
  }
  return text;
}

std::string show_outputs(const Network& network, const Op& op) {
  std::string text;
  for (const TensorId id : op.outputs) {
    text += text.empty() ? "" : ", ";
    if (id == kAbsent) {
      text += "-";
      continue;
    }
    const Tensor& tensor = network.tensor(id);
    text += tensor.name + " " + to_string(tensor.desc);
    if (!tensor.elements || static_cast<int64_t>(tensor.elements->size()) > kShownElements)
      continue;
    std::string elements;
    for (const tensor::Dim& element : *tensor.elements) {
      elements += (elements.empty() ? "" : ", ") + element.to_string();
    }
    text += " = {" + elements + "}";
  }
  return text;
}

}  // namespace

std::string dump(const Network& network, const Op& op) {
  std::string text = op.domain.empty() ? op.type : op.domain + "::" + op.type;
  text += fmt::format(" '{}' ({})", op.name, show_inputs(network, op));
  if (!op.attributes.values().empty()) text += " " + op.attributes.to_string();
  for (const auto& [name, value] : op.tensors) text += fmt::format(" {}={}", name, show(value));
  return text + " -> " + show_outputs(network, op);
}

std::string dump(const Network& network) {
  std::string text;
  for (const TensorId id : network.inputs()) {
    text +=
        fmt::format("input {} {}\n", network.tensor(id).name, to_string(network.tensor(id).desc));
  }
  std::vector<bool> shown(network.tensor_count(), false);
  for (const OpId id : network.topological_order()) {
    for (const TensorId input : network.op(id).inputs) {
      if (input == kAbsent || shown[static_cast<size_t>(input)]) continue;
      shown[static_cast<size_t>(input)] = true;
      const Tensor& tensor = network.tensor(input);
      if (!tensor.constant) continue;
      text += fmt::format("constant {} {} {}\n", tensor.name, to_string(tensor.desc),
                          show(*tensor.constant));
    }
    text += dump(network, network.op(id)) + "\n";
  }
  for (size_t i = 0; i < network.outputs().size(); ++i) {
    text += fmt::format("output {} = {}\n", network.output_names()[i],
                        network.tensor(network.outputs()[i]).name);
  }
  return text;
}

}  // namespace nightjar::network
