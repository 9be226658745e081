// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/host_op.h"

#include <algorithm>

namespace nightjar::kernels {
namespace {

const HostOpTable& host_op_table() {
  static const HostOpTable table = [] {
    HostOpTable filled;
    add_selection_host_ops(filled);
    add_unique_host_op(filled);
    add_box_host_ops(filled);
    add_text_host_ops(filled);
    add_ngram_host_op(filled);
    return filled;
  }();
  return table;
}

const HostOpTable& text_form_table() {
  static const HostOpTable table = [] {
    HostOpTable filled;
    add_text_forms(filled);
    return filled;
  }();
  return table;
}

bool has_strings(const tensor::Attributes& attributes, std::span<const tensor::HostTensor> inputs) {
  constexpr auto kString = tensor::DataType::kString;
  return attributes.get_int("to", 0) == static_cast<int64_t>(kString) ||
         std::any_of(inputs.begin(), inputs.end(),
                     [](const auto& input) { return input.type() == kString; });
}

}  // namespace

Status expect_host_inputs(const HostOpCall& call, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (i >= call.inputs.size() || !call.inputs[i].defined()) {
      return invalid_input("input " + std::to_string(i) + " is absent");
    }
  }
  return {};
}

HostOp find_host_op(std::string_view domain, std::string_view type) {
  const std::string key =
      domain.empty() ? std::string(type) : std::string(domain) + "::" + std::string(type);
  const auto found = host_op_table().find(key);
  return found == host_op_table().end() ? nullptr : found->second;
}

HostOp find_host_op(std::string_view domain, std::string_view type,
                    const tensor::Attributes& attributes,
                    std::span<const tensor::HostTensor> inputs) {
  if (const HostOp op = find_host_op(domain, type)) return op;
  if (!domain.empty() || !has_strings(attributes, inputs)) return nullptr;
  const auto found = text_form_table().find(type);
  return found == text_form_table().end() ? nullptr : found->second;
}

}  // namespace nightjar::kernels
