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
#include "kernels/gemm/tf32.h"

namespace nightjar::kernels {
namespace {

constexpr std::string_view kName = "gemm.cublaslt.v1";
constexpr int kCandidates = 6;
constexpr size_t kBias = 2;

class CublasLtLaunch final : public Launchable {
 public:
  CublasLtLaunch(cublaslt::Matmul matmul, cublasLtMatmulAlgo_t algorithm, size_t workspace_bytes,
                 device::Buffer bias)
      : matmul_(std::move(matmul)),
        algorithm_(algorithm),
        workspace_bytes_(workspace_bytes),
        bias_(std::move(bias)) {}

  size_t workspace_bytes() const override { return workspace_bytes_; }
  Status launch(const LaunchArguments& arguments) override {
    if (bias_.data() == nullptr) return matmul_.run(arguments, algorithm_, workspace_bytes_);
    inputs_.assign(arguments.inputs.begin(), arguments.inputs.end());
    inputs_[kBias] = bias_.data();
    LaunchArguments with_bias = arguments;
    with_bias.inputs = inputs_;
    return matmul_.run(with_bias, algorithm_, workspace_bytes_);
  }

 private:
  cublaslt::Matmul matmul_;
  cublasLtMatmulAlgo_t algorithm_;
  size_t workspace_bytes_;
  device::Buffer bias_;  ///< In y's type, where it was given in another.
  std::vector<const void*> inputs_;
};

/// Whether the bias must become another type, which only a constant can.
bool converts_bias(const GemmProblem& gemm) {
  return gemm.has_bias() && gemm.bias.type != gemm.y.type;
}

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

  /// The blob is the bias in y's type.
  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    if (!converts_bias(gemm)) return Prepared{};
    if (constants.size() <= kBias || !constants[kBias].defined()) {
      return unsupported("cuBLASLt wants a bias of y's type.");
    }
    const tensor::HostTensor& given = constants[kBias];
    tensor::HostTensor bias(gemm.y.type, given.dims());
    for (int64_t i = 0; i < given.count(); ++i) bias.set_value(i, given.value_at(i));
    const auto bytes = bias.byte_span();
    return Prepared{std::vector<std::byte>(bytes.begin(), bytes.end()), {kBias}};
  }

  /// The configuration is the algorithm's place in the heuristic's list for the extents at hand.
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    if (tensor::element_count(dims_of(gemm.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    NIGHTJAR_ASSIGN(const auto matmul, cublaslt::Matmul::make(gemm, allows_tf32(problem)));
    // Other extents than those it was chosen for may have fewer algorithms.
    auto algorithm = matmul.candidate(std::atoi(config.c_str()));
    if (!algorithm.ok()) algorithm = matmul.candidate(0);
    if (!algorithm.ok()) return algorithm.error();
    NIGHTJAR_ASSIGN(const size_t workspace, matmul.workspace_bytes(*algorithm));
    device::Buffer bias;
    if (converts_bias(gemm)) {
      NIGHTJAR_ASSIGN(bias, cuda::upload(blob, device));
    }
    return std::unique_ptr<Launchable>(
        std::make_unique<CublasLtLaunch>(matmul, *algorithm, workspace, std::move(bias)));
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
