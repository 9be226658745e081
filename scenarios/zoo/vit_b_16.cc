// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"
#include "scenarios/zoo/transformer.h"

namespace nightjar::zoo {
namespace {

using network::TensorId;

constexpr int64_t kFeatures = 768;
constexpr int64_t kPatch = 16;
constexpr int64_t kHeads = 12;
constexpr int64_t kLayers = 12;
constexpr double kEpsilon = 1e-6;

// The class token, once for every image of the batch, in front of the patches.
Value with_class_token(Draft& draft, Value patches) {
  const Value token = {draft.normal("class_token", {1, 1, kFeatures}, 0.0, 1.0), 1.0};
  const TensorId batch = draft.op("Shape", "class_token", {patches.tensor},
                                  attributes({{"end", int64_t{1}}, {"start", int64_t{0}}}));
  const TensorId rest = draft.integers("class_token/rest", {1, kFeatures});
  const TensorId shape =
      draft.op("Concat", "class_token", {batch, rest}, attributes({{"axis", int64_t{0}}}));
  const Value tokens = {draft.op("Expand", "class_token", {token.tensor, shape}), 1.0};
  return concat(draft, "tokens", {tokens, patches}, 1);
}

Value embed_patches(Draft& draft, Value image) {
  Value x = conv_bias(draft, "patch_embedding", image,
                      {.channels = kFeatures, .kernel = kPatch, .stride = kPatch, .padding = 0});
  const int64_t patches = draft.extent(x.tensor, 2) * draft.extent(x.tensor, 3);
  x = reshape(draft, "patches", x, {0, kFeatures, patches});
  x = with_class_token(draft, transpose(draft, "patches", x, {0, 2, 1}));
  const int64_t tokens = draft.extent(x.tensor, 1);
  const Value positions = {draft.normal("pos_embedding", {1, tokens, kFeatures}, 0.0, 0.3), 0.3};
  return add(draft, "embedded", x, positions);
}

// One projection for queries, keys and values.
Value self_attention(Draft& draft, const std::string& name, Value x) {
  const int64_t tokens = draft.extent(x.tensor, 1);
  Value packed = linear(draft, name + ".in_proj", x, 3 * kFeatures, kQueryGain);
  packed = reshape(draft, name + ".heads", packed, {0, tokens, 3, kHeads, kFeatures / kHeads});
  packed = transpose(draft, name + ".heads", packed, {2, 0, 3, 1, 4});
  const auto pick = [&](const char* what, int64_t index) {
    const std::string part = name + "." + what;
    const TensorId number =
        draft.literal(part + "/index", tensor::HostTensor::of_int64({}, {index}));
    return Value{
        draft.op("Gather", part, {packed.tensor, number}, attributes({{"axis", int64_t{0}}})),
        packed.deviation};
  };
  const Heads heads = {pick("query", 0), pick("key", 1), pick("value", 2)};
  return linear(draft, name + ".out_proj", attend(draft, name, heads), kFeatures, kBranchGain);
}

Value encoder_layer(Draft& draft, const std::string& name, Value x) {
  const Value attended =
      self_attention(draft, name + ".attention", layer_norm(draft, name + ".norm1", x, kEpsilon));
  x = add(draft, name + ".attended", attended, x);
  Value y = layer_norm(draft, name + ".norm2", x, kEpsilon);
  y = gelu_erf(draft, name + ".gelu", linear(draft, name + ".fc1", y, 4 * kFeatures));
  return add(draft, name, x, linear(draft, name + ".fc2", y, kFeatures, kBranchGain));
}

}  // namespace

void write_vit_b_16(Draft& draft, const Inputs& inputs) {
  Value x = embed_patches(draft, inputs[0]);
  for (int64_t layer = 0; layer < kLayers; ++layer) {
    x = encoder_layer(draft, "layers." + std::to_string(layer), x);
  }
  x = layer_norm(draft, "norm", x, kEpsilon);
  const TensorId first = draft.literal("class/index", tensor::HostTensor::of_int64({}, {0}));
  const Value token = {
      draft.op("Gather", "class", {x.tensor, first}, attributes({{"axis", int64_t{1}}})),
      x.deviation};
  draft.add_output("logits", dense(draft, "head", token, 1000));
}

}  // namespace nightjar::zoo
