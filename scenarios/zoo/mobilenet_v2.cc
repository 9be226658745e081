// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"

namespace nightjar::zoo {
namespace {

constexpr double kBranchGain = 0.6;

// Wide in the middle, narrow at both ends, and no activation at the narrow end.
Value inverted_residual(Draft& draft, const std::string& name, Value x, int64_t channels,
                        int64_t expansion, int64_t stride) {
  const int64_t in_channels = draft.extent(x.tensor, 1);
  const int64_t hidden = in_channels * expansion;
  const bool is_residual = stride == 1 && in_channels == channels;
  Value y = x;
  if (expansion != 1) {
    y = conv_bn_act(draft, name + ".expand", y, {.channels = hidden}, Activation::kRelu6);
  }
  y = conv_bn_act(draft, name + ".depthwise", y, {.kernel = 3, .stride = stride, .groups = hidden},
                  Activation::kRelu6);
  y = conv_bn(draft, name + ".project", y,
              {.channels = channels, .gain = is_residual ? kBranchGain : 1.0});
  return is_residual ? add(draft, name, x, y) : y;
}

}  // namespace

void write_mobilenet_v2(Draft& draft, const Inputs& inputs) {
  struct Stage {
    int64_t expansion, channels;
    int blocks;
    int64_t stride;
  };
  constexpr Stage kStages[] = {{1, 16, 1, 1}, {6, 24, 2, 2},  {6, 32, 3, 2}, {6, 64, 4, 2},
                               {6, 96, 3, 1}, {6, 160, 3, 2}, {6, 320, 1, 1}};

  Value x = conv_bn_act(draft, "features.0", inputs[0], {.channels = 32, .kernel = 3, .stride = 2},
                        Activation::kRelu6);
  int number = 0;
  for (const Stage& stage : kStages) {
    for (int block = 0; block < stage.blocks; ++block) {
      const int64_t stride = block == 0 ? stage.stride : 1;
      x = inverted_residual(draft, "features." + std::to_string(++number), x, stage.channels,
                            stage.expansion, stride);
    }
  }
  x = conv_bn_act(draft, "features.18", x, {.channels = 1280}, Activation::kRelu6);
  draft.add_output("logits",
                   classifier(draft, "classifier", global_average(draft, "avgpool", x), 1000));
}

}  // namespace nightjar::zoo
