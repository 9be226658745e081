// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/lower.h"

#include <fmt/format.h>

#include "engine/lower/known_values.h"
#include "engine/lower/lowering.h"
#include "engine/lower/rules/rule.h"

namespace nightjar::lower {
namespace {

std::string describe(const network::Op& op) {
  return fmt::format("node '{}' ({}{}{})", op.name, op.domain,
                     op.domain.empty() ? "" : "::", op.type);
}

}  // namespace

Result<LoweredOp> lower_op(const network::Network& network, const network::Op& op) {
  const rules::Rule* rule = rules::find_rule(op.domain, op.type);
  if (rule == nullptr) return unsupported(describe(op) + ": there is no kernel for it yet.");
  Lowering lowering(network, op);
  if (auto known = lower_known_values(lowering)) return *std::move(known);
  Result<LoweredOp> lowered = rule->lower(lowering);
  if (!lowered.ok()) return lowered.error().in(describe(op));
  return lowered;
}

bool supports_layout(const network::Network& network, const network::Op& op,
                     tensor::Layout layout) {
  if (layout == tensor::Layout::kRowMajor) return true;
  const rules::Rule* rule = rules::find_rule(op.domain, op.type);
  if (rule == nullptr || rule->supports_layout == nullptr) return false;
  return rule->supports_layout(Lowering(network, op), layout);
}

}  // namespace nightjar::lower
