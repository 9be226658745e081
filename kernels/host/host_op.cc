// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/host/host_op.h"

namespace nightjar::kernels {
namespace {

const HostOpTable& host_op_table() {
  static const HostOpTable table = [] {
    HostOpTable filled;
    add_selection_host_ops(filled);
    return filled;
  }();
  return table;
}

}  // namespace

HostOp find_host_op(std::string_view domain, std::string_view type) {
  const std::string key =
      domain.empty() ? std::string(type) : std::string(domain) + "::" + std::string(type);
  const auto found = host_op_table().find(key);
  return found == host_op_table().end() ? nullptr : found->second;
}

}  // namespace nightjar::kernels
