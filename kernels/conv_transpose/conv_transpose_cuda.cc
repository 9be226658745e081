// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv_transpose.own.direct.v1: a thread an output element; any layout, group and number of axes.
#include "kernels/conv_transpose/conv_transpose_cuda.h"

#include <algorithm>

#include "kernels/common/plain_tactic.h"
#include "kernels/conv_transpose/conv_transpose.h"
#include "kernels/conv_transpose/conv_transpose_cuda_kernels.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels {
namespace {

using tensor::Dims;
using tensor::Layout;

constexpr const char* kName = "conv_transpose.own.direct.v1";
constexpr size_t kAxes = cuda::DirectConv::kAxes;

void set_axes(const Dims& from, int32_t fallback, int32_t (&to)[kAxes]) {
  std::fill(to, to + kAxes, fallback);
  for (size_t i = 0; i < from.size(); ++i) {
    to[kAxes - from.size() + i] = static_cast<int32_t>(from[i]);
  }
}

Dims spatial(const Dims& dims) { return Dims(dims.begin() + 2, dims.end()); }

void set_strides(Layout layout, int64_t channels, const int32_t (&extents)[kAxes], int64_t& batch,
                 int64_t& channel, int64_t (&axis)[kAxes]) {
  const bool is_last = layout == Layout::kChannelsLast;
  int64_t step = is_last ? channels : 1;
  for (size_t i = kAxes; i-- > 0;) {
    axis[i] = step;
    step *= extents[i];
  }
  channel = is_last ? 1 : step;
  batch = is_last ? step : step * channels;
}

cuda::DirectConv direct_of(const ConvTransposeProblem& bound) {
  const Dims x = dims_of(bound.x), y = dims_of(bound.y), w = dims_of(bound.w);
  cuda::DirectConv direct;
  direct.count = tensor::element_count(y);
  direct.outputs = static_cast<int32_t>(y[1]);
  direct.outputs_each = static_cast<int32_t>(w[1]);
  direct.channels = static_cast<int32_t>(w[0] / bound.group);
  set_axes(spatial(x), 1, direct.extent);
  set_axes(spatial(y), 1, direct.out_extent);
  set_axes(spatial(w), 1, direct.kernel);
  set_axes(bound.window.strides, 1, direct.stride);
  set_axes(bound.window.pads_begin, 0, direct.pad);
  set_axes(bound.window.dilations, 1, direct.dilation);
  set_strides(bound.x.layout, x[1], direct.extent, direct.x_batch, direct.x_channel, direct.x_axis);
  set_strides(bound.y.layout, y[1], direct.out_extent, direct.y_batch, direct.y_channel,
              direct.y_axis);
  direct.epilogue = epilogue_of(bound.activation, 1, bound.bias);
  return direct;
}

bool solves(const Problem& problem) {
  const auto conv = ConvTransposeProblem::from_problem(problem);
  if (!conv.ok()) return false;
  const auto type = conv->y.type;
  return conv->x.type == type && conv->w.type == type && cuda::element_of(type).has_value() &&
         (!conv->has_residual() || conv->residual.type == type) &&
         (!conv->has_bias() || cuda::element_of(conv->bias.type).has_value()) &&
         conv->x.layout != Layout::kChannelsBlocked16 &&
         conv->y.layout != Layout::kChannelsBlocked16;
}

Result<std::unique_ptr<Launchable>> open(const Problem& problem) {
  NIGHTJAR_ASSIGN(const ConvTransposeProblem conv, ConvTransposeProblem::from_problem(problem));
  return make_launchable([direct = direct_of(conv), element = *cuda::element_of(conv.y.type)](
                             const LaunchArguments& arguments) mutable -> Status {
    if (direct.count == 0) return {};
    const auto input = [&](size_t i) {
      return i < arguments.inputs.size() ? arguments.inputs[i] : nullptr;
    };
    direct.x = input(0);
    direct.w = input(1);
    direct.epilogue.bias = input(2);
    direct.epilogue.residual = input(3);
    direct.y = arguments.outputs[0];
    return cuda::launched(
        cuda::launch_direct_conv_transpose(direct, element, arguments.stream->native()), kName);
  });
}

}  // namespace

const Tactic* conv_transpose_cuda_tactic() {
  static const cuda::CudaFunctionTactic kTactic("conv_transpose", kName, solves, open);
  return &kTactic;
}

}  // namespace nightjar::kernels
