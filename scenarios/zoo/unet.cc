// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"

namespace nightjar::zoo {
namespace {

constexpr int64_t kWidth = 32;
constexpr int kLevels = 4;

Value double_conv(Draft& draft, const std::string& name, Value x, int64_t channels) {
  const ConvSpec spec = {.channels = channels, .kernel = 3};
  x = conv_bn_act(draft, name + ".1", x, spec, Activation::kRelu);
  return conv_bn_act(draft, name + ".2", x, spec, Activation::kRelu);
}

}  // namespace

void write_unet(Draft& draft, const Inputs& inputs) {
  Value x = inputs[0];
  std::vector<Value> skips;
  for (int level = 0; level < kLevels; ++level) {
    const std::string name = "encoder" + std::to_string(level + 1);
    x = double_conv(draft, name, x, kWidth << level);
    skips.push_back(x);
    x = max_pool(draft, name + ".pool", x, {});
  }
  x = double_conv(draft, "bottleneck", x, kWidth << kLevels);
  for (int level = kLevels - 1; level >= 0; --level) {
    const std::string name = "decoder" + std::to_string(level + 1);
    const int64_t channels = kWidth << level;
    x = up_conv(draft, name + ".up", x, channels);
    x = concat(draft, name, {x, skips[static_cast<size_t>(level)]}, 1);
    x = double_conv(draft, name, x, channels);
  }
  x = conv_bias(draft, "mask", x, {.channels = 1, .gain = 2.0});
  draft.add_output("mask", activate(draft, "mask", x, Activation::kSigmoid));
}

}  // namespace nightjar::zoo
