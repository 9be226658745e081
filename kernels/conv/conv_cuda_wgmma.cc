// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.wgmma.v1: warpgroups of sm_90a multiply patches, which the copy engine gathers from a
// channels-last image, by weights.
#include "kernels/common/nominal.h"
#include "kernels/conv/conv_cuda.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/hopper/wgmma_launch.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "conv.own.wgmma.v1";

Result<ConvProblem> nominal_conv(const Problem& problem) {
  NIGHTJAR_ASSIGN(const Problem bound, bind_nominal(problem));
  return ConvProblem::from_problem(bound);
}

class WgmmaConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto conv = nominal_conv(problem);
    if (!conv.ok()) return {};
    std::vector<std::string> texts;
    for (const auto& config : cuda::hopper::wgmma_configs(contraction_of(*conv), info.cores)) {
      texts.push_back(config.to_string());
    }
    return texts;
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
    const auto cut = cuda::hopper::WgmmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(kName) + " has no configuration " + config + ".");
    cuda::Contraction contraction = contraction_of(conv);
    if (!cuda::hopper::is_wgmma_product(contraction)) {
      return unsupported(std::string(kName) + " cannot walk the image of " + problem.to_string() +
                         ".");
    }
    cuda::hopper::WgmmaProduct product(contraction, *cuda::element_of(conv.x.type), *cut);
    return CudaConvLaunch::open(packing_of(conv), conv.x.type, blob, device,
                                [contraction, product](const CudaConvLaunch::Operands& operands,
                                                       void* stream) mutable -> Status {
                                  if (contraction.m == 0 || contraction.n == 0) return {};
                                  set_pointers(contraction, operands);
                                  return cuda::launched(product.launch(contraction, stream), kName);
                                });
  }

 protected:
  bool runs_on(const device::DeviceInfo& info) const override {
    return cuda::hopper::has_wgmma() && info.isa == "sm_90";
  }
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    if (!conv.ok() || !is_cuda_conv(*conv)) return false;
    return conv->group == 1 && conv->x.shape.size() <= 4 &&
           conv->x.type != tensor::DataType::kFloat32 &&
           conv->x.layout == tensor::Layout::kChannelsLast && conv->y.layout == conv->x.layout &&
           *conv->w.shape[1].constant() % 8 == 0;
  }
};

}  // namespace

const Tactic* conv_wgmma_tactic() {
  static const WgmmaConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
