// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// conv.own.tf32.v1: patches of a channels-last float32 image times weights, both rounded to TF32,
// on tensor cores, where the problem allows it. conv.own.split.v1 splits both in two and keeps
// float32's bits.
#include "kernels/common/nominal.h"
#include "kernels/conv/conv_cuda.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/tf32.h"

namespace nightjar::kernels {
namespace {

constexpr int64_t kRun = 4;  // float32 that are copied at a time

cuda::MmaLoad load_of(const ConvProblem& conv) {
  return *conv.w.shape[1].constant() % kRun == 0 ? cuda::MmaLoad::kRunsNByK
                                                 : cuda::MmaLoad::kAnyNByK;
}

cuda::Contraction halves_of(const ConvProblem& bound) {
  return cuda::in_two_bytes(contraction_of(bound), sizeof(float));
}

class Tf32ConvTactic final : public cuda::CudaTactic {
 public:
  explicit Tf32ConvTactic(bool splits) : splits_(splits) {}
  std::string_view name() const override {
    return splits_ ? "conv.own.split.v1" : "conv.own.tf32.v1";
  }
  std::string_view family() const override { return "conv"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    const auto conv = bound.ok() ? ConvProblem::from_problem(*bound) : bound.error();
    if (!conv.ok()) return {};
    std::vector<std::string> texts;
    for (const auto& cut : cuda::mma_configs(halves_of(*conv), load_of(*conv), info.cores,
                                             cuda::has_clusters(info))) {
      texts.push_back(cut.to_string());
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
    if (!cut) return invalid_input(std::string(name()) + " has no configuration " + config + ".");
    cuda::Contraction contraction = halves_of(conv);
    contraction.splits_floats = splits_;
    return CudaConvLaunch::open(
        packing_of(conv), conv.x.type, blob, device,
        [contraction, load = load_of(conv), cut = *cut, name = name()](
            const CudaConvLaunch::Operands& operands, void* stream) mutable -> Status {
          if (contraction.m == 0 || contraction.n == 0) return {};
          set_pointers(contraction, operands);
          return cuda::launched(
              cuda::launch_mma(contraction, cuda::Element::kFloat32, load, cut, stream), name);
        });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto conv = ConvProblem::from_problem(problem);
    return conv.ok() && (splits_ || allows_tf32(problem)) && is_cuda_conv(*conv) &&
           conv->group == 1 && conv->x.type == tensor::DataType::kFloat32 &&
           conv->x.shape.size() <= 4 && conv->x.layout == tensor::Layout::kChannelsLast &&
           conv->y.layout == conv->x.layout;
  }

 private:
  bool splits_;
};

}  // namespace

const Tactic* conv_tf32_tactic() {
  static const Tf32ConvTactic kTactic(false);
  return &kTactic;
}

const Tactic* conv_split_tactic() {
  static const Tf32ConvTactic kTactic(true);
  return &kTactic;
}

}  // namespace nightjar::kernels
