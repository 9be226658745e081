// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"

namespace nightjar::zoo {
namespace {

constexpr int64_t kExpansion = 4;
constexpr double kBranchGain = 0.5;
constexpr double kRectifiedTwice = 0.88;  // of the deviation is left when one summand was positive

Value bottleneck(Draft& draft, const std::string& name, Value x, int64_t width, int64_t stride) {
  const int64_t channels = width * kExpansion;
  Value y = conv_bn_act(draft, name + ".1", x, {.channels = width}, Activation::kRelu);
  y = conv_bn_act(draft, name + ".2", y, {.channels = width, .kernel = 3, .stride = stride},
                  Activation::kRelu);
  y = conv_bn(draft, name + ".3", y, {.channels = channels, .gain = kBranchGain});
  const bool reshapes = stride != 1 || draft.extent(x.tensor, 1) != channels;
  const Value identity =
      reshapes ? conv_bn(draft, name + ".downsample", x, {.channels = channels, .stride = stride})
               : x;
  const Value sum = add(draft, name, y, identity);
  x = activate(draft, name + ".relu", sum, Activation::kRelu);
  if (!reshapes) x.deviation = kRectifiedTwice * sum.deviation;
  return x;
}

}  // namespace

void write_resnet50(Draft& draft, const Inputs& inputs) {
  struct Stage {
    int64_t width, stride;
    int blocks;
  };
  constexpr Stage kStages[] = {{64, 1, 3}, {128, 2, 4}, {256, 2, 6}, {512, 2, 3}};

  Value x = conv_bn_act(draft, "stem", inputs[0], {.channels = 64, .kernel = 7, .stride = 2},
                        Activation::kRelu);
  x = max_pool(draft, "stem.pool", x, {.kernel = 3, .stride = 2, .padding = 1});
  int number = 0;
  for (const Stage& stage : kStages) {
    const std::string layer = "layer" + std::to_string(++number) + ".";
    for (int block = 0; block < stage.blocks; ++block) {
      const int64_t stride = block == 0 ? stage.stride : 1;
      x = bottleneck(draft, layer + std::to_string(block), x, stage.width, stride);
    }
  }
  draft.add_output("logits", classifier(draft, "fc", global_average(draft, "avgpool", x), 1000));
}

}  // namespace nightjar::zoo
