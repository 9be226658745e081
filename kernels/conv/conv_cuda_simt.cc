// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.simt.v1: float32 sums without tensor cores, for groups and both plain layouts.
#include "kernels/conv/conv_cuda.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "conv.own.simt.v1";

class SimtConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo&) const override {
    const bool has_large = problem.outputs[0].type == tensor::DataType::kFloat32;
    return has_large ? std::vector<std::string>{"", "large"} : std::vector<std::string>{""};
  }

  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return prepare_conv_weights(packing_of(conv), constants);
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const ConvProblem conv, ConvProblem::from_problem(problem));
    return CudaConvLaunch::open(
        packing_of(conv), conv.y.type, blob, device,
        [contraction = contraction_of(conv), is_large = config == "large",
         element = *cuda::element_of(conv.y.type)](const CudaConvLaunch::Operands& operands,
                                                   void* stream) mutable -> Status {
          if (contraction.m == 0 || contraction.n == 0) return {};
          contraction.a = operands.x;
          contraction.b = operands.w;
          contraction.y = operands.y;
          contraction.epilogue.bias = operands.bias;
          contraction.epilogue.residual = operands.residual;
          return cuda::launched(cuda::launch_simt(contraction, element, is_large, stream), kName);
        });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && is_cuda_conv(*conv) && conv->x.type == conv->y.type &&
           conv->x.shape.size() <= 4;
  }
};

}  // namespace

const Tactic* conv_simt_tactic() {
  static const SimtConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
