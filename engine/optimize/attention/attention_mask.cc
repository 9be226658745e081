// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/optimize/attention/attention_mask.h"

#include "engine/optimize/match.h"

namespace nightjar::optimize {
namespace {

using network::Network;
using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

/// A sum with this is the fill itself, whatever the score was.
bool swallows_scores(const Network& network, TensorId fill) {
  const double value = scalar_constant(network, fill).value_or(0);
  const bool is_half = network.tensor(fill).desc.type == DataType::kFloat16;
  return value <= (is_half ? -6e4 : -1e30);
}

/// Beside a score that is seen, exp of this is zero.
bool vanishes_beside_scores(const Network& network, TensorId fill) {
  return scalar_constant(network, fill).value_or(0) <= -1e4;
}

/// A constant mask as [rows, keys] choices, true where a key is seen; nullopt when it is none.
struct Choices {
  int64_t rows = 0, keys = 0;
  std::vector<bool> seen;

  bool at(int64_t row, int64_t key) const { return seen[static_cast<size_t>(row * keys + key)]; }

  bool every_row_sees() const {
    for (int64_t row = 0; row < rows; ++row) {
      bool any = false;
      for (int64_t key = 0; key < keys; ++key) any = any || at(row, key);
      if (!any) return false;
    }
    return true;
  }
};

std::optional<Choices> constant_choices(const Network& network, const SpelledMask& mask) {
  const auto& constant = network.tensor(mask.tensor).constant;
  if (!constant || constant->dims().empty() || constant->count() == 0) return std::nullopt;
  Choices choices;
  choices.keys = constant->dims().back();
  choices.rows = constant->count() / choices.keys;
  const double hides = constant->type() == DataType::kFloat16 ? -6e4 : -1e30;
  for (int64_t i = 0; i < constant->count(); ++i) {
    const double value = constant->value_at(i);
    const bool is_hidden = mask.is_choice ? (value != 0) == mask.hides_where_true : value <= hides;
    if (!mask.is_choice && !is_hidden && value != 0) return std::nullopt;
    choices.seen.push_back(!is_hidden);
  }
  return choices;
}

/// Whether query s sees keys 0 to s, in every head of every batch entry alike.
bool is_causal(const Network& network, const AttentionPattern& pattern, const Choices& choices) {
  const tensor::Dims& dims = network.tensor(pattern.masks.front().tensor).constant->dims();
  const auto& scores = shape_of(network, pattern.scores);
  const auto queries = scores[scores.size() - 2].constant(), keys = scores.back().constant();
  if (dims.size() < 2 || !queries || !keys || *keys != choices.keys) return false;
  if (dims[dims.size() - 2] != *queries || choices.rows != *queries) return false;
  for (int64_t row = 0; row < choices.rows; ++row) {
    for (int64_t key = 0; key < choices.keys; ++key) {
      if (choices.at(row, key) != (key <= row)) return false;
    }
  }
  return true;
}

TensorId as_bool_constant(Network& network, TensorId given, const Choices& choices) {
  HostTensor mask(DataType::kBool, network.tensor(given).constant->dims());
  for (int64_t i = 0; i < mask.count(); ++i) {
    mask.set_integer(i, choices.seen[static_cast<size_t>(i)] ? 1 : 0);
  }
  return network.add_constant(network.unique_name(network.tensor(given).name + ".seen"), mask);
}

std::optional<TensorId> added(Network& network, const char* type, std::vector<TensorId> inputs,
                              const std::vector<std::string>& origins) {
  network::Op op;
  op.origins = origins;
  op.type = type;
  op.inputs = std::move(inputs);
  op.name = network.unique_name("attention.mask");
  auto outputs = network.add_op(std::move(op), 1);
  if (!outputs.ok()) return std::nullopt;
  return outputs->front();
}

/// The mask as something to add to the scores.
std::optional<TensorId> as_summand(Network& network, const SpelledMask& mask,
                                   const std::vector<std::string>& origins) {
  if (!mask.is_choice) return mask.tensor;
  if (!swallows_scores(network, mask.fill)) return std::nullopt;
  const TensorId zero = network.add_constant(network.unique_name("attention.zero"),
                                             HostTensor(network.tensor(mask.fill).desc.type, {}));
  if (mask.hides_where_true)
    return added(network, "Where", {mask.tensor, mask.fill, zero}, origins);
  return added(network, "Where", {mask.tensor, zero, mask.fill}, origins);
}

/// A single constant mask that only lets through and hides.
std::optional<FusedMask> as_choice(Network& network, const AttentionPattern& pattern) {
  const SpelledMask& mask = pattern.masks.front();
  const auto choices = constant_choices(network, mask);
  if (!choices || !choices->every_row_sees()) return std::nullopt;
  if (mask.is_choice && !vanishes_beside_scores(network, mask.fill)) return std::nullopt;
  if (is_causal(network, pattern, *choices)) return FusedMask{network::kAbsent, true};
  return FusedMask{as_bool_constant(network, mask.tensor, *choices), false};
}

}  // namespace

std::optional<FusedMask> fused_mask(Network& network, const AttentionPattern& pattern) {
  if (pattern.masks.empty()) return FusedMask{};
  if (pattern.masks.size() == 1) {
    if (const auto choice = as_choice(network, pattern)) return choice;
  }
  std::vector<std::string> origins;
  for (const network::OpId id : pattern.ops) merge_origins(origins, network.op(id).origins);
  TensorId sum = network::kAbsent;
  for (const SpelledMask& mask : pattern.masks) {
    const auto summand = as_summand(network, mask, origins);
    if (!summand) return std::nullopt;
    const auto joined =
        sum == network::kAbsent ? summand : added(network, "Add", {sum, *summand}, origins);
    if (!joined) return std::nullopt;
    sum = *joined;
  }
  return FusedMask{sum, false};
}

}  // namespace nightjar::optimize
