// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"
#include "scenarios/zoo/transformer.h"

namespace nightjar::zoo {
namespace {

constexpr double kEpsilon = 1e-6;
constexpr double kLayerScale = 0.4;

Value to_channels_last(Draft& draft, const std::string& name, Value x) {
  return transpose(draft, name + ".last", x, {0, 2, 3, 1});
}

Value to_channels_first(Draft& draft, const std::string& name, Value x) {
  return transpose(draft, name + ".first", x, {0, 3, 1, 2});
}

// Normalises over the channels of every pixel.
Value pixel_norm(Draft& draft, const std::string& name, Value x) {
  const Value last = to_channels_last(draft, name, x);
  return to_channels_first(draft, name, layer_norm(draft, name, last, kEpsilon));
}

Value block(Draft& draft, const std::string& name, Value x) {
  const int64_t channels = draft.extent(x.tensor, 1);
  Value y = conv_bias(draft, name + ".depthwise", x,
                      {.channels = channels, .kernel = 7, .groups = channels});
  y = layer_norm(draft, name + ".norm", to_channels_last(draft, name, y), kEpsilon);
  y = gelu_erf(draft, name + ".gelu", linear(draft, name + ".fc1", y, 4 * channels));
  y = to_channels_first(draft, name, linear(draft, name + ".fc2", y, channels));
  const Value scale = {draft.normal(name + ".layer_scale", {channels, 1, 1}, kLayerScale, 0.1),
                       kLayerScale};
  return add(draft, name, multiply(draft, name + ".scaled", scale, y), x);
}

Value downsample(Draft& draft, const std::string& name, Value x, int64_t channels) {
  return conv_bias(draft, name + ".conv", pixel_norm(draft, name + ".norm", x),
                   {.channels = channels, .kernel = 2, .stride = 2, .padding = 0});
}

}  // namespace

void write_convnext_tiny(Draft& draft, const Inputs& inputs) {
  struct Stage {
    int64_t channels;
    int blocks;
  };
  constexpr Stage kStages[] = {{96, 3}, {192, 3}, {384, 9}, {768, 3}};

  Value x = conv_bias(draft, "stem.conv", inputs[0],
                      {.channels = 96, .kernel = 4, .stride = 4, .padding = 0});
  x = pixel_norm(draft, "stem.norm", x);
  int number = 0;
  for (const Stage& stage : kStages) {
    const std::string name = "stage" + std::to_string(++number);
    if (number > 1) x = downsample(draft, name + ".downsample", x, stage.channels);
    for (int i = 0; i < stage.blocks; ++i) {
      x = block(draft, name + "." + std::to_string(i), x);
    }
  }
  x = pixel_norm(draft, "head.norm", global_average(draft, "avgpool", x));
  draft.add_output("logits", classifier(draft, "head.fc", x, 1000));
}

}  // namespace nightjar::zoo
