// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"
#include "scenarios/zoo/transformer.h"

namespace nightjar::zoo {
namespace {

using network::TensorId;
using tensor::DataType;

constexpr int64_t kFeatures = 768;
constexpr int64_t kHeads = 12;
constexpr int64_t kLayers = 12;
constexpr int64_t kVocabulary = 30522;
constexpr int64_t kPositions = 512;
constexpr int64_t kTokenTypes = 2;
constexpr double kEpsilon = 1e-12;

Value embed(Draft& draft, Value ids, Value types) {
  const int64_t tokens = draft.extent(ids.tensor, 1);
  const Value words = embedding(draft, "embeddings.word", ids, kVocabulary, kFeatures, 0.5);
  const Value kinds = embedding(draft, "embeddings.token_type", types, kTokenTypes, kFeatures, 0.2);
  const Value places =
      position_embedding(draft, "embeddings.position", tokens, kPositions, kFeatures, 0.3);
  Value x = add(draft, "embeddings.typed", words, kinds);
  x = add(draft, "embeddings.placed", x, places);
  return layer_norm(draft, "embeddings.norm", x, kEpsilon);
}

// 0 where a token may be seen, the lowest float where not: N x 1 x 1 x tokens.
Mask attention_mask(Draft& draft, Value mask) {
  const TensorId axes = draft.integers("mask/axes", {1, 2});
  const TensorId wide = draft.op("Unsqueeze", "mask", {mask.tensor, axes});
  const TensorId seen = draft.op("Cast", "mask", {wide},
                                 attributes({{"to", static_cast<int64_t>(DataType::kFloat32)}}));
  const TensorId hidden = draft.op("Sub", "mask", {draft.scalar("mask/one", 1.0), seen});
  const TensorId lowest = draft.scalar("mask/lowest", std::numeric_limits<float>::lowest());
  return {Mask::Kind::kAdded, draft.op("Mul", "mask", {hidden, lowest})};
}

Value self_attention(Draft& draft, const std::string& name, Value x, Mask mask) {
  const auto project = [&](const char* what, double gain) {
    const std::string part = name + "." + what;
    return split_heads(draft, part, linear(draft, part, x, kFeatures, gain), kHeads);
  };
  const Heads heads = {project("query", kQueryGain), project("key", kQueryGain),
                       project("value", 1.0)};
  return linear(draft, name + ".output", attend(draft, name, heads, mask), kFeatures, kBranchGain);
}

// Normalises behind the sums.
Value encoder_layer(Draft& draft, const std::string& name, Value x, Mask mask) {
  const Value attended = self_attention(draft, name + ".attention", x, mask);
  x = layer_norm(draft, name + ".norm1", add(draft, name + ".attended", attended, x), kEpsilon);
  Value y = gelu_erf(draft, name + ".gelu", linear(draft, name + ".fc1", x, 4 * kFeatures));
  y = linear(draft, name + ".fc2", y, kFeatures, kBranchGain);
  return layer_norm(draft, name + ".norm2", add(draft, name, y, x), kEpsilon);
}

Value pool(Draft& draft, Value x) {
  const TensorId first = draft.literal("pooler/index", tensor::HostTensor::of_int64({}, {0}));
  const Value token = {
      draft.op("Gather", "pooler", {x.tensor, first}, attributes({{"axis", int64_t{1}}})),
      x.deviation};
  return activate(draft, "pooler.act", dense(draft, "pooler", token, kFeatures), Activation::kTanh);
}

}  // namespace

void write_bert_base(Draft& draft, const Inputs& inputs) {
  const Mask mask = attention_mask(draft, inputs[1]);
  Value x = embed(draft, inputs[0], inputs[2]);
  for (int64_t layer = 0; layer < kLayers; ++layer) {
    x = encoder_layer(draft, "encoder." + std::to_string(layer), x, mask);
  }
  draft.add_output("last_hidden_state", x);
  draft.add_output("pooled", pool(draft, x));
}

}  // namespace nightjar::zoo
