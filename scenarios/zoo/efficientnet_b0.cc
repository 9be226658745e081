// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"

namespace nightjar::zoo {
namespace {

constexpr double kBranchGain = 0.6;

struct Stage {
  int64_t expansion, kernel, stride, channels;
  int blocks;
};

// An inverted residual with squeeze and excitation between the depthwise and the last convolution.
Value mb_conv(Draft& draft, const std::string& name, Value x, const Stage& stage, int64_t stride) {
  const int64_t in_channels = draft.extent(x.tensor, 1);
  const int64_t hidden = in_channels * stage.expansion;
  const bool is_residual = stride == 1 && in_channels == stage.channels;
  Value y = x;
  if (stage.expansion != 1) {
    y = conv_bn_act(draft, name + ".expand", y, {.channels = hidden}, Activation::kSilu);
  }
  y = conv_bn_act(draft, name + ".depthwise", y,
                  {.kernel = stage.kernel, .stride = stride, .groups = hidden}, Activation::kSilu);
  y = squeeze_excite(draft, name + ".se", y, std::max<int64_t>(1, in_channels / 4));
  y = conv_bn(draft, name + ".project", y,
              {.channels = stage.channels, .gain = is_residual ? kBranchGain : 1.0});
  return is_residual ? add(draft, name, x, y) : y;
}

}  // namespace

void write_efficientnet_b0(Draft& draft, const Inputs& inputs) {
  constexpr Stage kStages[] = {{1, 3, 1, 16, 1}, {6, 3, 2, 24, 2},  {6, 5, 2, 40, 2},
                               {6, 3, 2, 80, 3}, {6, 5, 1, 112, 3}, {6, 5, 2, 192, 4},
                               {6, 3, 1, 320, 1}};

  Value x = conv_bn_act(draft, "features.0", inputs[0], {.channels = 32, .kernel = 3, .stride = 2},
                        Activation::kSilu);
  int number = 0;
  for (const Stage& stage : kStages) {
    const std::string layer = "features." + std::to_string(++number) + ".";
    for (int block = 0; block < stage.blocks; ++block) {
      x = mb_conv(draft, layer + std::to_string(block), x, stage, block == 0 ? stage.stride : 1);
    }
  }
  x = conv_bn_act(draft, "features.8", x, {.channels = 1280}, Activation::kSilu);
  draft.add_output("logits",
                   classifier(draft, "classifier", global_average(draft, "avgpool", x), 1000));
}

}  // namespace nightjar::zoo
