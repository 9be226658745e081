// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.own.wgmma.v1: warpgroups of sm_90a, operands brought by the copy engine. A constant b is
// packed as [n, k].
#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/cuda/hopper/wgmma_launch.h"
#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels {
namespace {

using cuda::hopper::WgmmaConfig;
using cuda::hopper::WgmmaProduct;

constexpr std::string_view kName = "gemm.own.wgmma.v1";
constexpr size_t kRight = 1;

/// As the kernel wants it: b [n, k].
cuda::Contraction packed_contraction(const GemmProblem& bound) {
  cuda::Contraction problem = contraction_of(bound);
  problem.b_row_stride = problem.k;
  problem.b_column_stride = 1;
  return problem;
}

class WgmmaGemmLaunch final : public Launchable {
 public:
  WgmmaGemmLaunch(const cuda::Contraction& problem, WgmmaProduct product, device::Buffer packed)
      : problem_(problem), product_(product), packed_(std::move(packed)) {}

  Status launch(const LaunchArguments& arguments) override {
    set_pointers(problem_, arguments);
    if (packed_.data() != nullptr) problem_.b = packed_.data();
    return cuda::launched(product_.launch(problem_, arguments.stream->native()), kName);
  }

 private:
  cuda::Contraction problem_;
  WgmmaProduct product_;
  device::Buffer packed_;
};

class WgmmaGemmTactic final : public cuda::CudaTactic {
 public:
  std::string_view name() const override { return kName; }
  std::string_view family() const override { return "gemm"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    const auto gemm = bound.ok() ? GemmProblem::from_problem(*bound) : bound.error();
    if (!gemm.ok()) return {};
    std::vector<std::string> texts;
    for (const auto& config : cuda::hopper::wgmma_configs(packed_contraction(*gemm), info.cores)) {
      texts.push_back(config.to_string());
    }
    return texts;
  }

  /// The blob is a constant b as [n, k]; one byte where it lies so already.
  Result<Prepared> prepare(const Problem& problem, const std::string&,
                           std::span<const tensor::HostTensor> constants,
                           device::Device&) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    const bool is_known = constants.size() > kRight && constants[kRight].defined();
    if (gemm.trans_b) return Prepared{std::vector<std::byte>(is_known ? 1 : 0), {}};
    if (!is_known) return unsupported(std::string(kName) + " wants b as [n, k], or a constant.");
    return Prepared{transposed(constants[kRight], *gemm.k().constant(), *gemm.n().constant()),
                    {kRight}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    const auto cut = WgmmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(kName) + " has no configuration " + config + ".");
    if (tensor::element_count(dims_of(gemm.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    cuda::Contraction contraction = packed_contraction(gemm);
    if (!cuda::hopper::is_wgmma_product(contraction)) {
      return unsupported(std::string(kName) + " multiplies one matrix by one.");
    }
    contraction.known_b = !blob.empty();
    device::Buffer packed;
    if (!gemm.trans_b) {
      const size_t wanted = static_cast<size_t>(contraction.n) * contraction.k * sizeof(uint16_t);
      if (blob.size() != wanted) return invalid_input("a packed b has another size.");
      NIGHTJAR_ASSIGN(packed, cuda::upload(blob, device));
    }
    return std::unique_ptr<Launchable>(std::make_unique<WgmmaGemmLaunch>(
        contraction, WgmmaProduct(contraction, *cuda::element_of(gemm.a.type), *cut),
        std::move(packed)));
  }

 protected:
  bool runs_on(const device::DeviceInfo& info) const override {
    return cuda::hopper::has_wgmma() && info.isa == "sm_90";
  }
  bool solves(const Problem& problem) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    return gemm.ok() && is_cuda_gemm(*gemm) && gemm->a.type != tensor::DataType::kFloat32 &&
           !gemm->trans_a && has_one_b(*gemm) && gemm->k().constant() &&
           *gemm->k().constant() % 8 == 0 && (gemm->trans_b || gemm->n().constant());
  }

 private:
  static bool has_one_b(const GemmProblem& gemm) {
    const tensor::Shape& shape = gemm.b.shape;
    return std::all_of(shape.begin(), shape.end() - 2,
                       [](const tensor::Dim& extent) { return extent == tensor::Dim(1); });
  }
};

}  // namespace

const Tactic* gemm_wgmma_tactic() {
  static const WgmmaGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
