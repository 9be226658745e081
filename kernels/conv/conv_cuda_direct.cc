// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.direct.v1: a thread an output element; any layout, group and number of axes.
#include <algorithm>

#include "kernels/conv/conv_cuda.h"
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "conv.own.direct.v1";
constexpr size_t kAxes = cuda::DirectConv::kAxes;

/// The spatial extents, ones in front.
void set_extents(const tensor::Dims& dims, int32_t (&extents)[kAxes]) {
  std::fill(extents, extents + kAxes, 1);
  const size_t missing = kAxes - (dims.size() - 2);
  for (size_t i = 2; i < dims.size(); ++i) {
    extents[missing + i - 2] = static_cast<int32_t>(dims[i]);
  }
}

void set_values(const tensor::Dims& from, int32_t fallback, int32_t (&to)[kAxes]) {
  std::fill(to, to + kAxes, fallback);
  for (size_t i = 0; i < from.size(); ++i) {
    to[kAxes - from.size() + i] = static_cast<int32_t>(from[i]);
  }
}

struct Strides {
  int64_t batch = 0, channel = 0, axis[kAxes] = {};
};

Strides strides_of(tensor::Layout layout, int64_t channels, const int32_t (&extents)[kAxes]) {
  const bool is_last = layout == tensor::Layout::kChannelsLast;
  Strides strides;
  int64_t step = is_last ? channels : 1;
  for (size_t i = kAxes; i-- > 0;) {
    strides.axis[i] = step;
    step *= extents[i];
  }
  strides.channel = is_last ? 1 : step;
  strides.batch = is_last ? step : step * channels;
  return strides;
}

cuda::DirectConv direct_of(const ConvProblem& bound) {
  const tensor::Dims x = dims_of(bound.x), y = dims_of(bound.y), w = dims_of(bound.w);
  cuda::DirectConv direct;
  direct.count = tensor::element_count(y);
  direct.outputs = static_cast<int32_t>(y[1]);
  direct.outputs_each = static_cast<int32_t>(y[1] / bound.group);
  direct.channels = static_cast<int32_t>(w[1]);
  direct.pitch = packing_of(bound).pitch;
  set_extents(x, direct.extent);
  set_extents(y, direct.out_extent);
  set_extents(w, direct.kernel);
  set_values(bound.window.strides, 1, direct.stride);
  set_values(bound.window.pads_begin, 0, direct.pad);
  set_values(bound.window.dilations, 1, direct.dilation);
  const Strides from = strides_of(bound.x.layout, x[1], direct.extent);
  const Strides to = strides_of(bound.y.layout, y[1], direct.out_extent);
  direct.x_batch = from.batch;
  direct.x_channel = from.channel;
  direct.y_batch = to.batch;
  direct.y_channel = to.channel;
  std::copy(from.axis, from.axis + kAxes, direct.x_axis);
  std::copy(to.axis, to.axis + kAxes, direct.y_axis);
  direct.epilogue = epilogue_of(bound.activation, 1, bound.bias);
  return direct;
}

class DirectConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return prepare_conv_weights(packing_of(conv), constants);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return CudaConvLaunch::open(
        packing_of(conv), conv.y.type, blob, device,
        [direct = direct_of(conv), element = *cuda::element_of(conv.y.type)](
            const CudaConvLaunch::Operands& operands, void* stream) mutable -> Status {
          if (direct.count == 0) return {};
          direct.x = operands.x;
          direct.w = operands.w;
          direct.y = operands.y;
          direct.epilogue.bias = operands.bias;
          direct.epilogue.residual = operands.residual;
          return cuda::launched(cuda::launch_direct_conv(direct, element, stream), kName);
        });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && is_cuda_conv(*conv) && conv->x.type == conv->y.type;
  }
};

}  // namespace

const Tactic* conv_direct_cuda_tactic() {
  static const DirectConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
