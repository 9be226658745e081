// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The fused attention that passes recognise.
#include "kernels/attention/attention.h"

#include <cmath>

#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

Result<LoweredOp> lower_attention(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  kernels::AttentionProblem problem;
  const auto& attributes = lowering.attributes();
  const auto depth = lowering.input(0).desc.shape[3].constant();
  if (!attributes.has("scale") && (!depth || *depth < 1)) {
    return not_yet_known("its scale or the depth of a head must be known");
  }
  problem.scale = attributes.has("scale") ? attributes.get_float("scale", 1)
                                          : 1 / std::sqrt(static_cast<double>(*depth));
  problem.causal = attributes.get_int("causal", 0) != 0;
  lowering.add_step(problem.to_problem(),
                    {lowering.input_argument(0), lowering.input_argument(1),
                     lowering.input_argument(2), lowering.input_argument(3)},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_attention_rules(RuleTable& table) {
  table["nightjar::Attention"] = {lower_attention, nullptr};
}

}  // namespace nightjar::lower::rules
