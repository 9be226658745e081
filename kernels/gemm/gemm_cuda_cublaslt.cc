// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.cublaslt.v1: the candidates of cuBLASLt's heuristic. The library is opened at run time.
#include "kernels/gemm/gemm_cuda.h"

#if __has_include(<cublasLt.h>)

#include <fmt/format.h>

#include <cstdlib>

#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/cublaslt_cuda.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "gemm.cublaslt.v1";
constexpr int kCandidates = 6;

class CublasLtLaunch final : public Launchable {
 public:
  CublasLtLaunch(cublaslt::Matmul matmul, cublasLtMatmulAlgo_t algorithm, size_t workspace_bytes)
      : matmul_(std::move(matmul)), algorithm_(algorithm), workspace_bytes_(workspace_bytes) {}

  size_t workspace_bytes() const override { return workspace_bytes_; }
  Status launch(const LaunchArguments& arguments) override {
    return matmul_.run(arguments, algorithm_, workspace_bytes_);
  }

 private:
  cublaslt::Matmul matmul_;
  cublasLtMatmulAlgo_t algorithm_;
  size_t workspace_bytes_;
};

class CublasLtGemmTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "gemm"; }
  TacticSource source() const override { return TacticSource::kCublasLt; }

  std::vector<std::string> configs(const Problem&, const device::DeviceInfo&) const override {
    std::vector<std::string> ranks;
    for (int rank = 0; rank < kCandidates; ++rank) ranks.push_back(std::to_string(rank));
    return ranks;
  }

  /// The configuration is the algorithm's place in the heuristic's list for the extents at hand.
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte>,
                                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    if (tensor::element_count(dims_of(gemm.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    NIGHTJAR_ASSIGN(const auto matmul, cublaslt::Matmul::make(gemm));
    // Other extents than those it was chosen for may have fewer algorithms.
    auto algorithm = matmul.candidate(std::atoi(config.c_str()));
    if (!algorithm.ok()) algorithm = matmul.candidate(0);
    if (!algorithm.ok()) return algorithm.error();
    NIGHTJAR_ASSIGN(const size_t workspace, matmul.workspace_bytes(*algorithm));
    return std::unique_ptr<Launchable>(
        std::make_unique<CublasLtLaunch>(matmul, *algorithm, workspace));
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    return gemm.ok() && is_cuda_gemm(*gemm) && cublaslt::is_expressible(*gemm);
  }
};

}  // namespace

const Tactic* gemm_cublaslt_tactic() {
  static const CublasLtGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels

#else

namespace nightjar::kernels {

const Tactic* gemm_cublaslt_tactic() { return nullptr; }

}  // namespace nightjar::kernels

#endif
