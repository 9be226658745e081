// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Pools: the norm of LpPool was a float once.
#include <cmath>

#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// Opset 2: p becomes an integer.
Status whole_norm(Node& node, Emitter&) {
  NIGHTJAR_ASSIGN(const auto p, take_float(node, "p"));
  if (!p) return {};
  if (!(*p >= 1.0 && *p <= 1e6) || *p != std::floor(*p)) {
    return unsupported("attribute 'p' is not a small whole number");
  }
  node.op.attributes.set("p", static_cast<int64_t>(*p));
  return {};
}

}  // namespace

std::vector<UpgradeStep> pool_steps() {
  return {{"LpPool", 2, whole_norm}, {"GlobalLpPool", 2, whole_norm}};
}

}  // namespace nightjar::onnx
