// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/feasible.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/lower/lower.h"
#include "kernels/common/tactic.h"

namespace nightjar::build {
namespace {

template <size_t kCount>
bool is_one_of(const network::Op& op, const std::array<std::string_view, kCount>& types) {
  return std::find(types.begin(), types.end(), op.type) != types.end();
}

}  // namespace

bool is_relabel(const network::Op& op) { return op.domain == "nightjar" && op.type == kRelabel; }

bool is_feasible(const network::Network& network, const network::Op& op) {
  if (is_relabel(op)) return true;
  const auto lowered = lower::lower_op(network, op);
  if (!lowered.ok()) return false;
  if (lowered->is_alias) {
    const auto& from = network.tensor(op.inputs[0]).desc;
    const auto& to = network.tensor(op.outputs[0]).desc;
    return from.type == to.type && from.layout == to.layout;
  }
  const device::DeviceInfo cpu;
  return std::all_of(lowered->steps.begin(), lowered->steps.end(), [&](const lower::Step& step) {
    const kernels::Tactic* plain = kernels::plain_tactic(step.problem.family);
    return plain != nullptr && plain->supports(step.problem, cpu);
  });
}

bool is_heavy(const network::Op& op) {
  static constexpr std::array<std::string_view, 7> kHeavy = {
      "Conv", "FusedConv", "ConvTranspose", "Gemm", "MatMul", "FusedGemm", "Attention"};
  return is_one_of(op, kHeavy);
}

bool is_quantized_contraction(const network::Op& op) {
  return is_one_of(op, std::array<std::string_view, 2>{"QuantizedConv", "QuantizedGemm"});
}

bool is_windowed(const network::Op& op) {
  static constexpr std::array<std::string_view, 6> kWindowed = {
      "Conv", "FusedConv", "QuantizedConv", "ConvTranspose", "MaxPool", "AveragePool"};
  return is_one_of(op, kWindowed);
}

}  // namespace nightjar::build
