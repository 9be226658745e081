// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Layers that vision models are written with. All take and give NCHW activations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/zoo/draft.h"

namespace nightjar::zoo {

enum class Activation : uint8_t { kNone, kRelu, kRelu6, kSilu, kSigmoid, kTanh };

/// A convolution with square kernel, padded so that stride 1 keeps the extents of odd kernels.
struct ConvSpec {
  int64_t channels = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  int64_t groups = 1;
  double gain = 1.0;     ///< Deviation of the result; small at the end of residual branches.
  int64_t padding = -1;  ///< Negative: (kernel - 1) / 2.
};

Value conv_bias(Draft& draft, const std::string& name, Value x, const ConvSpec& spec);
/// The input's channels are kept when `spec.channels` is 0 (depthwise with its groups).
Value conv_bn(Draft& draft, const std::string& name, Value x, const ConvSpec& spec);
Value conv_bn_act(Draft& draft, const std::string& name, Value x, const ConvSpec& spec,
                  Activation activation);
/// Doubles height and width: ConvTranspose with a 2x2 kernel.
Value up_conv(Draft& draft, const std::string& name, Value x, int64_t channels);
Value activate(Draft& draft, const std::string& name, Value x, Activation activation);

struct PoolSpec {
  int64_t kernel = 2;
  int64_t stride = 2;
  int64_t padding = 0;
};
Value max_pool(Draft& draft, const std::string& name, Value x, const PoolSpec& spec);
/// N x C x 1 x 1.
Value global_average(Draft& draft, const std::string& name, Value x);
/// Channels weighed by two 1x1 convolutions over their averages.
Value squeeze_excite(Draft& draft, const std::string& name, Value x, int64_t squeezed);

Value add(Draft& draft, const std::string& name, Value a, Value b);
Value multiply(Draft& draft, const std::string& name, Value a, Value b);
Value concat(Draft& draft, const std::string& name, const std::vector<Value>& parts, int64_t axis);
/// Nearest neighbour, height and width doubled.
Value upsample(Draft& draft, const std::string& name, Value x);
/// Everything behind the batch in one axis, then Gemm.
Value classifier(Draft& draft, const std::string& name, Value x, int64_t classes);
/// Gemm over N x features.
Value dense(Draft& draft, const std::string& name, Value x, int64_t features, double gain = 1.0);

}  // namespace nightjar::zoo
