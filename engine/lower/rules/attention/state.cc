// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Layers that carry a state from call to call: LinearAttention and CausalConvWithState.
#include "engine/lower/rules/rule.h"
#include "engine/lower/rules/steps.h"
#include "kernels/conv/conv.h"
#include "kernels/linear_attention/linear_attention.h"

namespace nightjar::lower::rules {
namespace {

using tensor::Dim;

Result<LoweredOp> lower_linear_attention(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& attributes = lowering.attributes();
  kernels::LinearAttentionProblem problem;
  problem.heads = attributes.get_int("q_num_heads", 0);
  problem.key_heads = attributes.get_int("kv_num_heads", 0);
  problem.scale = attributes.get_float("scale", 0);
  const std::string rule = attributes.get_string("update_rule", "gated_delta");
  const bool is_gated = rule == "gated" || rule == "gated_delta";
  const bool is_delta = rule == "delta" || rule == "gated_delta";
  if (!is_gated && !is_delta && rule != "linear") {
    return invalid_input("attribute 'update_rule' is '" + rule + "'");
  }
  if (is_gated != lowering.has_input(4) || is_delta != lowering.has_input(5) ||
      (lowering.has_input(6) && !is_delta)) {
    return invalid_input("the gates do not fit the update rule '" + rule + "'");
  }
  std::vector<Argument> inputs;
  for (size_t i = 0; i < 7; ++i) inputs.push_back(lowering.input_argument(i));
  lowering.add_step(problem.to_problem(), inputs,
                    {lowering.output_argument(0), lowering.output_argument(1)});
  return lowering.take();
}

/// The input with its past, or zeros, in front; its end is the next state.
Result<LoweredOp> lower_causal_conv(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const Argument x = lowering.input_argument(0);
  const Dim past = lowering.input(1).desc.shape[2] - Dim(1), length = x.desc.shape[2];
  const Argument joined =
      temporary(lowering, x.desc.type, with_extent(x.desc.shape, 2, past + length));
  if (lowering.has_input(3)) {
    add_concat(lowering, 2, {lowering.input_argument(3), x}, joined);
  } else {
    add_pad(lowering, x, 2, past, 0, joined);
  }
  kernels::ConvProblem problem;
  problem.window = kernels::Window::plain(1);
  const auto channels = x.desc.shape[1].constant();
  if (!channels) return not_yet_known("the number of channels must be known");
  problem.group = *channels;
  if (lowering.attributes().get_string("activation", "none") != "none") {
    problem.activation.kind = kernels::ActivationKind::kSilu;
  }
  const Argument bias = converted(lowering, lowering.input_argument(2), wide_type(x.desc.type));
  lowering.add_step(problem.to_problem(), {joined, lowering.input_argument(1), bias, Argument{}},
                    {lowering.output_argument(0)});
  if (lowering.has_output(1)) add_slice(lowering, joined, 2, length, lowering.output_argument(1));
  return lowering.take();
}

}  // namespace

void add_state_rules(RuleTable& table) {
  table["LinearAttention"] = {lower_linear_attention, nullptr};
  table["CausalConvWithState"] = {lower_causal_conv, nullptr};
}

}  // namespace nightjar::lower::rules
