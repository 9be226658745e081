// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"
#include "scenarios/zoo/transformer.h"

namespace nightjar::zoo {
namespace {

using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

constexpr int64_t kFeatures = 768;
constexpr int64_t kHeads = 12;
constexpr int64_t kLayers = 12;
constexpr int64_t kVocabulary = 50257;
constexpr int64_t kPositions = 1024;
constexpr double kEpsilon = 1e-5;
constexpr double kEmbeddingDeviation = 0.12;  // also sets the scale of the logits

// True where a token may look: at itself and at what came before.
Mask causal_mask(Draft& draft, int64_t tokens) {
  HostTensor seen(DataType::kBool, {1, 1, tokens, tokens});
  const auto flags = seen.as<uint8_t>();
  for (int64_t row = 0; row < tokens; ++row) {
    for (int64_t column = 0; column <= row; ++column) {
      flags[static_cast<size_t>(row * tokens + column)] = 1;
    }
  }
  return {Mask::Kind::kWhere, draft.literal("causal/mask", std::move(seen))};
}

// One projection, cut in three.
Value self_attention(Draft& draft, const std::string& name, Value x, Mask mask) {
  const Value packed = linear(draft, name + ".c_attn", x, 3 * kFeatures, kQueryGain);
  const TensorId sizes = draft.integers(name + "/sizes", {kFeatures, kFeatures, kFeatures});
  const auto parts =
      draft.ops("Split", name, {packed.tensor, sizes}, attributes({{"axis", int64_t{2}}}), 3);
  const auto head = [&](const char* what, TensorId part) {
    return split_heads(draft, name + "." + what, {part, packed.deviation}, kHeads);
  };
  const Heads heads = {head("query", parts[0]), head("key", parts[1]), head("value", parts[2])};
  return linear(draft, name + ".c_proj", attend(draft, name, heads, mask), kFeatures, kBranchGain);
}

Value block(Draft& draft, const std::string& name, Value x, Mask mask) {
  const Value attended =
      self_attention(draft, name + ".attn", layer_norm(draft, name + ".ln_1", x, kEpsilon), mask);
  x = add(draft, name + ".attended", attended, x);
  Value y = linear(draft, name + ".mlp.c_fc", layer_norm(draft, name + ".ln_2", x, kEpsilon),
                   4 * kFeatures);
  y = gelu_tanh(draft, name + ".mlp.gelu", y);
  return add(draft, name, x, linear(draft, name + ".mlp.c_proj", y, kFeatures, kBranchGain));
}

}  // namespace

void write_gpt2(Draft& draft, const Inputs& inputs) {
  const int64_t tokens = draft.extent(inputs[0].tensor, 1);
  const TensorId words =
      draft.normal("wte.weight", {kVocabulary, kFeatures}, 0.0, kEmbeddingDeviation);
  const Value embedded = {
      draft.op("Gather", "wte", {words, inputs[0].tensor}, attributes({{"axis", int64_t{0}}})),
      kEmbeddingDeviation};
  const Value places =
      position_embedding(draft, "wpe", tokens, kPositions, kFeatures, kEmbeddingDeviation);
  Value x = add(draft, "embedded", embedded, places);
  const Mask mask = causal_mask(draft, tokens);
  for (int64_t layer = 0; layer < kLayers; ++layer) {
    x = block(draft, "h." + std::to_string(layer), x, mask);
  }
  x = layer_norm(draft, "ln_f", x, kEpsilon);
  const Value columns = transpose(draft, "lm_head", {words, kEmbeddingDeviation}, {1, 0});
  draft.add_output("logits", {draft.op("MatMul", "lm_head", {x.tensor, columns.tensor}), 1.0});
}

}  // namespace nightjar::zoo
