// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the user's, whose outputs were described when they were added.
#include "engine/network/plugin_op.h"

#include "engine/network/fused_ops.h"
#include "engine/network/rules/rule_table.h"

namespace nightjar::network::rules {
namespace {

Result<std::vector<OutputFacts>> infer_plugin(const RuleInput& in) {
  NIGHTJAR_ASSIGN(const auto descs, plugin_outputs(in.op));
  if (descs.size() != in.output_count) {
    return invalid_input("it was described with " + std::to_string(descs.size()) + " outputs");
  }
  std::vector<OutputFacts> outputs;
  for (const tensor::TensorDesc& desc : descs) outputs.push_back({desc, std::nullopt});
  return outputs;
}

}  // namespace

void add_plugin_rules(RuleTable& table) {
  table[table_key(kNightjarDomain, kPluginOp)] = infer_plugin;
}

}  // namespace nightjar::network::rules
