// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.own.mma.v1: tensor cores by mma.sync for float16 and bfloat16, k cut over clusters.
#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "gemm.own.mma.v1";

bool is_multiple_of_8(const tensor::Dim& extent) {
  return extent.constant() && *extent.constant() % 8 == 0;
}

cuda::MmaLoad load_of(const GemmProblem& gemm) {
  return gemm.trans_b ? cuda::MmaLoad::kRunsNByK : cuda::MmaLoad::kRunsKByN;
}

class MmaGemmTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "gemm"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    const auto gemm = bound.ok() ? GemmProblem::from_problem(*bound) : bound.error();
    if (!gemm.ok()) return {};
    std::vector<std::string> texts;
    for (const auto& config : cuda::mma_configs(contraction_of(*gemm), load_of(*gemm), info.cores,
                                                cuda::has_clusters(info))) {
      texts.push_back(config.to_string());
    }
    return texts;
  }

  /// The blob is not empty where b is a constant.
  Result<Prepared> prepare(const Problem&, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    Prepared prepared;
    if (constants.size() > 1 && constants[1].defined()) prepared.blob.resize(1);
    return prepared;
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    const auto parsed = cuda::MmaConfig::parse(config);
    if (!parsed) return invalid_input(std::string(kName) + " has no configuration " + config + ".");
    if (tensor::element_count(dims_of(gemm.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    cuda::Contraction contraction = contraction_of(gemm);
    contraction.known_b = !blob.empty();
    return make_launchable([contraction, load = load_of(gemm), cut = *parsed,
                            element = *cuda::element_of(gemm.a.type)](
                               const LaunchArguments& arguments) mutable -> Status {
      set_pointers(contraction, arguments);
      return cuda::launched(
          cuda::launch_mma(contraction, element, load, cut, arguments.stream->native()), kName);
    });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    return gemm.ok() && is_cuda_gemm(*gemm) && gemm->a.type != tensor::DataType::kFloat32 &&
           !gemm->trans_a && is_multiple_of_8(gemm->k()) &&
           (gemm->trans_b || is_multiple_of_8(gemm->n()));
  }
};

}  // namespace

const Tactic* gemm_mma_tactic() {
  static const MmaGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
