// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

RuleTable make_table() {
  RuleTable table;
  add_attention_rules(table);
  add_cast_rules(table);
  add_conv_rules(table);
  add_einsum_rules(table);
  add_fused_quantized_rules(table);
  add_gather_rules(table);
  add_linear_algebra_rules(table);
  add_loss_rules(table);
  add_matmul_rules(table);
  add_movement_rules(table);
  add_norm_rules(table);
  add_plugin_rules(table);
  add_pointwise_rules(table);
  add_pool_rules(table);
  add_quantize_rules(table);
  add_quantized_rules(table);
  add_random_rules(table);
  add_recurrent_rules(table);
  add_reduce_rules(table);
  add_renaming_rules(table);
  add_resize_rules(table);
  add_rotary_rules(table);
  add_select_rules(table);
  add_shape_rules(table);
  add_signal_rules(table);
  add_slice_rules(table);
  add_state_rules(table);
  add_vision_rules(table);
  return table;
}

}  // namespace

const Rule* find_rule(std::string_view domain, std::string_view type) {
  static const RuleTable kTable = make_table();
  const std::string key =
      domain.empty() ? std::string(type) : std::string(domain) + "::" + std::string(type);
  const auto found = kTable.find(key);
  return found == kTable.end() ? nullptr : &found->second;
}

bool activations_fit(const Lowering& lowering, tensor::Layout layout) {
  for (size_t i = 0; i < lowering.op().inputs.size(); ++i) {
    if (!lowering.has_input(i) || lowering.input(i).constant) continue;
    if (!tensor::layout_fits(layout, lowering.input(i).desc.shape)) return false;
  }
  for (size_t i = 0; i < lowering.op().outputs.size(); ++i) {
    if (!lowering.has_output(i)) continue;
    if (!tensor::layout_fits(layout, lowering.output(i).desc.shape)) return false;
  }
  return true;
}

}  // namespace nightjar::lower::rules
