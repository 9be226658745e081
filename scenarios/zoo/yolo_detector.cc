// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/layers.h"
#include "scenarios/zoo/transformer.h"

namespace nightjar::zoo {
namespace {

using network::TensorId;
using tensor::HostTensor;

constexpr double kBranchGain = 0.6;
constexpr int64_t kAnchors = 3;
constexpr int64_t kClasses = 80;
constexpr int64_t kFields = 4 + 1 + kClasses;  // box, objectness, classes

struct Scale {
  int64_t stride;
  std::array<float, 2 * kAnchors> anchors;  // widths and heights in pixels
};
constexpr Scale kScales[] = {{8, {10, 13, 16, 30, 33, 23}},
                             {16, {30, 61, 62, 45, 59, 119}},
                             {32, {116, 90, 156, 198, 373, 326}}};

Value conv_silu(Draft& draft, const std::string& name, Value x, const ConvSpec& spec) {
  return conv_bn_act(draft, name, x, spec, Activation::kSilu);
}

// Half of the channels go through `depth` bottlenecks, half around them.
Value cross_stage(Draft& draft, const std::string& name, Value x, int64_t channels, int depth,
                  bool is_residual) {
  const int64_t hidden = channels / 2;
  Value through = conv_silu(draft, name + ".in", x, {.channels = hidden});
  for (int i = 0; i < depth; ++i) {
    const std::string step = name + "." + std::to_string(i);
    Value y = conv_silu(draft, step + ".1", through, {.channels = hidden});
    const double gain = is_residual ? kBranchGain : 1.0;
    y = conv_silu(draft, step + ".2", y, {.channels = hidden, .kernel = 3, .gain = gain});
    through = is_residual ? add(draft, step, through, y) : y;
  }
  const Value around = conv_silu(draft, name + ".around", x, {.channels = hidden});
  return conv_silu(draft, name + ".out", concat(draft, name, {through, around}, 1),
                   {.channels = channels});
}

// Three poolings in a row stand for kernels of 5, 9 and 13.
Value pool_pyramid(Draft& draft, const std::string& name, Value x, int64_t channels) {
  std::vector<Value> parts = {conv_silu(draft, name + ".in", x, {.channels = channels / 2})};
  for (int i = 0; i < 3; ++i) {
    const PoolSpec spec = {.kernel = 5, .stride = 1, .padding = 2};
    parts.push_back(max_pool(draft, name + "." + std::to_string(i), parts.back(), spec));
  }
  return conv_silu(draft, name + ".out", concat(draft, name, parts, 1), {.channels = channels});
}

std::vector<Value> backbone(Draft& draft, Value image) {
  constexpr int kDepths[] = {1, 2, 3, 1};
  std::vector<Value> features;
  Value x =
      conv_silu(draft, "stem", image, {.channels = 32, .kernel = 6, .stride = 2, .padding = 2});
  for (int level = 0; level < 4; ++level) {
    const std::string name = "backbone." + std::to_string(level);
    const int64_t channels = int64_t{64} << level;
    x = conv_silu(draft, name + ".down", x, {.channels = channels, .kernel = 3, .stride = 2});
    x = cross_stage(draft, name, x, channels, kDepths[level], true);
    if (level > 0) features.push_back(x);
  }
  features.back() = pool_pyramid(draft, "pyramid", x, 512);
  return features;
}

// Coarse features flow down to fine ones, and back up.
std::vector<Value> neck(Draft& draft, const std::vector<Value>& features) {
  const auto merge = [&](const std::string& name, Value a, Value b, int64_t channels) {
    return cross_stage(draft, name, concat(draft, name + ".joined", {a, b}, 1), channels, 1, false);
  };
  const auto shrink = [&](const std::string& name, Value x, int64_t channels) {
    return conv_silu(draft, name, x, {.channels = channels, .kernel = 3, .stride = 2});
  };
  const Value top = conv_silu(draft, "neck.top", features[2], {.channels = 256});
  const Value down = merge("neck.down16", upsample(draft, "neck.up16", top), features[1], 256);
  const Value middle = conv_silu(draft, "neck.middle", down, {.channels = 128});
  const Value fine = merge("neck.down8", upsample(draft, "neck.up8", middle), features[0], 128);
  const Value medium = merge("neck.up_path16", shrink("neck.shrink8", fine, 128), middle, 256);
  const Value coarse = merge("neck.up_path32", shrink("neck.shrink16", medium, 256), top, 512);
  return {fine, medium, coarse};
}

HostTensor cell_corners(int64_t height, int64_t width) {
  std::vector<float> corners;
  for (int64_t y = 0; y < height; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      corners.push_back(static_cast<float>(x) - 0.5f);
      corners.push_back(static_cast<float>(y) - 0.5f);
    }
  }
  return HostTensor::of_floats({1, 1, height, width, 2}, corners);
}

// From sigmoids to centres and sizes in pixels: N x anchors x H x W x fields.
TensorId decode(Draft& draft, const std::string& name, TensorId x, const Scale& scale) {
  const int64_t height = draft.extent(x, 2), width = draft.extent(x, 3);
  const auto parts =
      draft.ops("Split", name, {x, draft.integers(name + "/sizes", {2, 2, 1 + kClasses})},
                attributes({{"axis", int64_t{4}}}), 3);
  const TensorId two = draft.scalar(name + "/two", 2.0);
  const TensorId stride = draft.scalar(name + "/stride", static_cast<double>(scale.stride));
  const TensorId corners = draft.literal(name + "/corners", cell_corners(height, width));
  const std::vector<float> sizes(scale.anchors.begin(), scale.anchors.end());
  const TensorId anchors =
      draft.literal(name + "/anchors", HostTensor::of_floats({1, kAnchors, 1, 1, 2}, sizes));

  const TensorId centre = draft.op("Mul", name + ".centre", {parts[0], two});
  const TensorId cell = draft.op("Add", name + ".centre", {centre, corners});
  const TensorId pixels = draft.op("Mul", name + ".centre", {cell, stride});
  const TensorId size = draft.op("Mul", name + ".size", {parts[1], two});
  const TensorId square = draft.op("Pow", name + ".size", {size, two});
  const TensorId extent = draft.op("Mul", name + ".size", {square, anchors});
  return draft.op("Concat", name, {pixels, extent, parts[2]}, attributes({{"axis", int64_t{4}}}));
}

// N x boxes x fields.
Value head(Draft& draft, const std::string& name, Value x, const Scale& scale) {
  x = conv_bias(draft, name, x, {.channels = kAnchors * kFields});
  const int64_t height = draft.extent(x.tensor, 2), width = draft.extent(x.tensor, 3);
  x = reshape(draft, name, x, {0, kAnchors, kFields, height, width});
  x = transpose(draft, name, x, {0, 1, 3, 4, 2});
  x = activate(draft, name, x, Activation::kSigmoid);
  x.tensor = decode(draft, name, x.tensor, scale);
  return reshape(draft, name + ".boxes", x, {0, kAnchors * height * width, kFields});
}

}  // namespace

void write_yolo_detector(Draft& draft, const Inputs& inputs) {
  const std::vector<Value> features = neck(draft, backbone(draft, inputs[0]));
  std::vector<Value> boxes;
  for (size_t i = 0; i < features.size(); ++i) {
    boxes.push_back(head(draft, "head." + std::to_string(i), features[i], kScales[i]));
  }
  draft.add_output("detections", concat(draft, "detections", boxes, 1));
}

}  // namespace nightjar::zoo
