// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.mma.v1: patches of a channels-last image times weights on tensor cores, without writing
// the patches down. Channels that are no multiple of 8, and row-major images, are read one by one.
#include "kernels/common/nominal.h"
#include "kernels/conv/conv_cuda.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "conv.own.mma.v1";

cuda::MmaLoad load_of(const ConvProblem& conv) {
  const bool has_runs =
      conv.x.layout == tensor::Layout::kChannelsLast && *conv.w.shape[1].constant() % 8 == 0;
  return has_runs ? cuda::MmaLoad::kRunsNByK : cuda::MmaLoad::kAnyNByK;
}

Result<ConvProblem> nominal_conv(const Problem& problem) {
  NIGHTJAR_ASSIGN(const Problem bound, bind_nominal(problem));
  return ConvProblem::from_problem(bound);
}

class MmaConvTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "conv"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto conv = nominal_conv(problem);
    if (!conv.ok()) return {};
    std::vector<std::string> texts;
    for (const auto& config : cuda::mma_configs(contraction_of(*conv), load_of(*conv), info.cores,
                                                cuda::has_clusters(info))) {
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
    const auto cut = cuda::MmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(kName) + " has no configuration " + config + ".");
    return CudaConvLaunch::open(
        packing_of(conv), conv.x.type, blob, device,
        [contraction = contraction_of(conv), load = load_of(conv), cut = *cut,
         element = *cuda::element_of(conv.x.type)](const CudaConvLaunch::Operands& operands,
                                                   void* stream) mutable -> Status {
          if (contraction.m == 0 || contraction.n == 0) return {};
          set_pointers(contraction, operands);
          return cuda::launched(cuda::launch_mma(contraction, element, load, cut, stream), kName);
        });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && is_cuda_conv(*conv) && conv->group == 1 && conv->x.shape.size() <= 4 &&
           conv->x.type != tensor::DataType::kFloat32 &&
           conv->y.layout == tensor::Layout::kChannelsLast;
  }
};

}  // namespace

const Tactic* conv_mma_tactic() {
  static const MmaConvTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
