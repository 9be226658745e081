// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.depthwise.v1: one filter a channel, channels last, in runs of 16 bytes.
#include "kernels/conv/conv_cuda.h"
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "conv.own.depthwise.v1";

class DepthwiseConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return prepare_conv_weights(packing_by_tap(conv), constants);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string&,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return CudaConvLaunch::open(
        packing_by_tap(conv), conv.y.type, blob, device,
        [depthwise = depthwise_of(conv), element = *cuda::element_of(conv.y.type)](
            const CudaConvLaunch::Operands& operands, void* stream) mutable -> Status {
          if (depthwise.is_empty()) return {};
          set_pointers(depthwise, operands);
          return cuda::launched(cuda::launch_depthwise(depthwise, element, stream), kName);
        });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && is_depthwise(*conv);
  }
};

}  // namespace

cuda::WeightPacking packing_by_tap(const ConvProblem& conv) {
  const cuda::WeightPacking each = packing_of(conv);
  return {1, each.outputs, each.taps, each.outputs * each.taps};
}

bool is_depthwise(const ConvProblem& conv) {
  return is_cuda_conv(conv) && conv.x.type == conv.y.type && conv.x.shape.size() <= 4 &&
         conv.x.layout == tensor::Layout::kChannelsLast && conv.y.layout == conv.x.layout &&
         conv.w.shape[1] == tensor::Dim(1) && conv.w.shape[0] == tensor::Dim(conv.group);
}

cuda::Depthwise depthwise_of(const ConvProblem& bound) {
  const cuda::Contraction contraction = contraction_of(bound);
  cuda::Depthwise depthwise;
  depthwise.batch = static_cast<int32_t>(dims_of(bound.y)[0]);
  depthwise.channels = static_cast<int32_t>(bound.group);
  depthwise.image = contraction.image;
  depthwise.epilogue = contraction.epilogue;
  return depthwise;
}

void set_pointers(cuda::Depthwise& depthwise, const CudaConvLaunch::Operands& operands) {
  depthwise.x = operands.x;
  depthwise.w = operands.w;
  depthwise.y = operands.y;
  depthwise.epilogue.bias = operands.bias;
  depthwise.epilogue.residual = operands.residual;
}

const Tactic* conv_depthwise_cuda_tactic() {
  static const DepthwiseConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
