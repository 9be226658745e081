// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Convolutions of ResNet-50 and MobileNet, by type and layout.
#include <fmt/format.h>

#include "kernels/common/tactic_bench.h"
#include "kernels/conv/conv.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Layout;

struct Layer {
  const char* name;
  int64_t inputs, outputs, kernel, stride, extent, group;
};

constexpr Layer kLayers[] = {
    {"resnet_stem", 3, 64, 7, 2, 224, 1},
    {"resnet_3x3_c64", 64, 64, 3, 1, 56, 1},
    {"resnet_1x1_c64_c256", 64, 256, 1, 1, 56, 1},
    {"resnet_3x3_c128", 128, 128, 3, 1, 28, 1},
    {"resnet_3x3_c256", 256, 256, 3, 1, 14, 1},
    {"resnet_1x1_c1024_c256", 1024, 256, 1, 1, 14, 1},
    {"resnet_3x3_c512", 512, 512, 3, 1, 7, 1},
    {"resnet_1x1_c512_c2048", 512, 2048, 1, 1, 7, 1},
    {"depthwise_3x3_c144", 144, 144, 3, 1, 56, 144},
    {"depthwise_5x5_c672", 672, 672, 5, 1, 14, 672},
};

ConvProblem problem_of(const Layer& layer, DataType type, Layout layout) {
  const int64_t pad = layer.kernel / 2;
  const int64_t extent = (layer.extent + 2 * pad - layer.kernel) / layer.stride + 1;
  ConvProblem conv;
  conv.x = {type, {1, layer.inputs, layer.extent, layer.extent}, layout};
  if (!tensor::layout_fits(layout, conv.x.shape)) conv.x.layout = Layout::kRowMajor;
  conv.w = {type,
            {layer.outputs, layer.inputs / layer.group, layer.kernel, layer.kernel},
            Layout::kRowMajor};
  conv.bias = {DataType::kFloat32, {layer.outputs}, Layout::kRowMajor};
  conv.y = {type, {1, layer.outputs, extent, extent}, layout};
  conv.window = Window::plain(2);
  conv.window.strides = {layer.stride, layer.stride};
  conv.window.pads_begin = conv.window.pads_end = {pad, pad};
  conv.group = layer.group;
  conv.activation.kind = ActivationKind::kRelu;
  return conv;
}

double operations_of(const ConvProblem& conv) {
  const auto outputs = tensor::element_count(dims_of(conv.y));
  const tensor::Dims w = dims_of(conv.w);
  return 2.0 * static_cast<double>(outputs * w[1] * w[2] * w[3]);
}

void register_layer(const Layer& layer, DataType type, Layout layout) {
  const ConvProblem conv = problem_of(layer, type, layout);
  BenchCase bench;
  bench.problem = conv.to_problem();
  bench.constant = {1};
  bench.operations = operations_of(conv);
  bench.tolerance = type == DataType::kBFloat16 ? 1e-2 : 1e-4;
  const std::string stem =
      fmt::format("conv/{}/{}/{}", layer.name, tensor::name_of(type), tensor::name_of(layout));
  bench.tactic = "conv.onednn.v1";
  bench.name = stem + "/onednn";
  register_bench(bench);
  bench.config_like = "wino";
  bench.name = stem + "/onednn_winograd";
  register_bench(bench);
  if (type != DataType::kFloat32) return;
  for (const char* tile : {"14x32", "9x48", "6x64"}) {
    bench.tactic = "conv.own.product.v2";
    bench.config_like = tile;
    bench.name = fmt::format("{}/own_{}", stem, tile);
    register_bench(bench);
  }
  for (const char* channels : {"c16", "c32", "c64"}) {
    bench.tactic = "conv.own.lines.v2";
    bench.config_like = channels;
    bench.name = fmt::format("{}/own_depthwise_{}", stem, channels);
    register_bench(bench);
  }
}

void register_plain(const Layer& layer) {
  const ConvProblem conv = problem_of(layer, DataType::kFloat32, Layout::kRowMajor);
  BenchCase bench;
  bench.name = fmt::format("conv/{}/float32/row_major/plain", layer.name);
  bench.tactic = "conv.plain.v1";
  bench.problem = conv.to_problem();
  bench.operations = operations_of(conv);
  register_bench(bench);
}

[[maybe_unused]] const bool kRegistered = [] {
  for (const Layer& layer : kLayers) {
    for (const DataType type : {DataType::kFloat32, DataType::kBFloat16}) {
      register_layer(layer, type, Layout::kChannelsLast);
      register_layer(layer, type, Layout::kChannelsBlocked16);
    }
    register_plain(layer);
  }
  return true;
}();

}  // namespace
}  // namespace nightjar::kernels
