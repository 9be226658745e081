// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators of the user's: one problem of a family of their own, on row-major operands.
#include "engine/network/plugin_op.h"

#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

Result<LoweredOp> lower_plugin(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  kernels::Problem problem;
  problem.family = network::plugin_family(lowering.op());
  problem.attributes = network::plugin_attributes(lowering.op());
  std::vector<Argument> inputs, outputs;
  for (size_t i = 0; i < lowering.op().inputs.size(); ++i) {
    inputs.push_back(lowering.input_argument(i));
  }
  for (size_t i = 0; i < lowering.op().outputs.size(); ++i) {
    outputs.push_back(lowering.output_argument(i));
  }
  lowering.add_step(std::move(problem), inputs, outputs);
  return lowering.take();
}

}  // namespace

void add_plugin_rules(RuleTable& table) { table["nightjar::Plugin"] = {lower_plugin, nullptr}; }

}  // namespace nightjar::lower::rules
