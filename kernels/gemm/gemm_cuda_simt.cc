// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.own.simt.v1: float32 sums without tensor cores, for any transposition.
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "gemm.own.simt.v1";

class SimtGemmTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "gemm"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo&) const override {
    const bool has_large = problem.outputs[0].type == tensor::DataType::kFloat32;
    return has_large ? std::vector<std::string>{"", "large"} : std::vector<std::string>{""};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    if (tensor::element_count(dims_of(gemm.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    return make_launchable([contraction = contraction_of(gemm), is_large = config == "large",
                            element = *cuda::element_of(gemm.y.type)](
                               const LaunchArguments& arguments) mutable -> Status {
      set_pointers(contraction, arguments);
      return cuda::launched(
          cuda::launch_simt(contraction, element, is_large, arguments.stream->native()), kName);
    });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    return gemm.ok() && is_cuda_gemm(*gemm) && gemm->a.type == gemm->y.type;
  }
};

}  // namespace

const Tactic* gemm_simt_tactic() {
  static const SimtGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
