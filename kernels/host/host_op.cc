// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/host_op.h"

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

}  // namespace nightjar::kernels
