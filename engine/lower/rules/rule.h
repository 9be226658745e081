// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The table of lowering rules: one file per op family, each adds its operators.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/lower/lowering.h"

namespace nightjar::lower::rules {

/// Appends the op's steps.
using LowerFunction = Result<LoweredOp> (*)(Lowering& lowering);
/// Whether the op can be lowered with activations in a layout that is not row-major.
using LayoutFunction = bool (*)(const Lowering& lowering, tensor::Layout layout);

struct Rule {
  LowerFunction lower = nullptr;
  LayoutFunction supports_layout = nullptr;  ///< nullptr: row-major only.
};

/// By operator: "Conv", "nightjar::FusedConv".
using RuleTable = std::map<std::string, Rule, std::less<>>;

void add_attention_rules(RuleTable& table);
void add_cast_rules(RuleTable& table);
void add_conv_rules(RuleTable& table);
void add_einsum_rules(RuleTable& table);
void add_fused_quantized_rules(RuleTable& table);
void add_gather_rules(RuleTable& table);
void add_linear_algebra_rules(RuleTable& table);
void add_loss_rules(RuleTable& table);
void add_matmul_rules(RuleTable& table);
void add_movement_rules(RuleTable& table);
void add_norm_rules(RuleTable& table);
void add_plugin_rules(RuleTable& table);
void add_pointwise_rules(RuleTable& table);
void add_pool_rules(RuleTable& table);
void add_quantize_rules(RuleTable& table);
void add_quantized_rules(RuleTable& table);
void add_random_rules(RuleTable& table);
void add_recurrent_rules(RuleTable& table);
void add_reduce_rules(RuleTable& table);
void add_renaming_rules(RuleTable& table);
void add_resize_rules(RuleTable& table);
void add_rotary_rules(RuleTable& table);
void add_select_rules(RuleTable& table);
void add_shape_rules(RuleTable& table);
void add_signal_rules(RuleTable& table);
void add_slice_rules(RuleTable& table);
void add_state_rules(RuleTable& table);
void add_vision_rules(RuleTable& table);

/// nullptr when there is no rule.
const Rule* find_rule(std::string_view domain, std::string_view type);

/// Whether the inputs that are no constants, and the outputs, have shapes that can lie in `layout`.
bool activations_fit(const Lowering& lowering, tensor::Layout layout);

}  // namespace nightjar::lower::rules
