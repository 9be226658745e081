// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The list of shape rules and the families that fill it.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/network/shape_rule.h"

namespace nightjar::network::rules {

/// Rules by "Conv" or "nightjar::FusedConv".
using RuleTable = std::map<std::string, ShapeRule, std::less<>>;

std::string table_key(std::string_view domain, std::string_view type);

void add_attention_rules(RuleTable& table);
void add_control_flow_rules(RuleTable& table);
void add_conv_rules(RuleTable& table);
void add_fused_rules(RuleTable& table);
void add_gather_rules(RuleTable& table);
void add_generate_rules(RuleTable& table);
void add_logic_rules(RuleTable& table);
void add_loss_rules(RuleTable& table);
void add_matmul_rules(RuleTable& table);
void add_movement_rules(RuleTable& table);
void add_norm_rules(RuleTable& table);
void add_plugin_rules(RuleTable& table);
void add_pointwise_rules(RuleTable& table);
void add_pool_rules(RuleTable& table);
void add_quantize_rules(RuleTable& table);
void add_recurrent_rules(RuleTable& table);
void add_reduce_rules(RuleTable& table);
void add_reshape_rules(RuleTable& table);
void add_resize_rules(RuleTable& table);
void add_shape_value_rules(RuleTable& table);
void add_selection_rules(RuleTable& table);
void add_sequence_rules(RuleTable& table);
void add_signal_rules(RuleTable& table);
void add_slice_rules(RuleTable& table);
void add_sort_rules(RuleTable& table);
void add_text_rules(RuleTable& table);
void add_vision_rules(RuleTable& table);

/// Whether the rule of an operator may be asked about sequences, optionals and values that only
/// running the model describes. All other ops on such values give undescribed tensors.
bool takes_undescribed_values(const Op& op);

}  // namespace nightjar::network::rules
