// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.own.tf32.v1: float32 rounded to TF32 on tensor cores, where the problem allows it.
// gemm.own.split.v1 splits both operands in two and keeps float32's bits. A constant b is packed
// as [n, k].
#include "kernels/common/nominal.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/cuda/cuda_tactic.h"
#include "kernels/gemm/gemm_cuda.h"
#include "kernels/gemm/tf32.h"

namespace nightjar::kernels {
namespace {

constexpr size_t kRight = 1;
constexpr int64_t kRun = 4;  // float32 that are copied at a time
constexpr auto kLoad = cuda::MmaLoad::kRunsNByK;

cuda::Contraction packed_contraction(const GemmProblem& bound) {
  cuda::Contraction problem = contraction_of(bound);
  problem.b_row_stride = problem.k;
  problem.b_column_stride = 1;
  return cuda::in_two_bytes(problem, sizeof(float));
}

class Tf32GemmTactic final : public cuda::CudaTactic {
 public:
  explicit Tf32GemmTactic(bool splits) : splits_(splits) {}
  std::string_view name() const override {
    return splits_ ? "gemm.own.split.v1" : "gemm.own.tf32.v1";
  }
  std::string_view family() const override { return "gemm"; }

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto bound = bind_nominal(problem);
    const auto gemm = bound.ok() ? GemmProblem::from_problem(*bound) : bound.error();
    if (!gemm.ok()) return {};
    std::vector<std::string> texts;
    for (const auto& cut : cuda::mma_configs(packed_contraction(*gemm), kLoad, info.cores,
                                             cuda::has_clusters(info))) {
      texts.push_back(cut.to_string());
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
    if (!is_known) return unsupported(std::string(name()) + " wants b as [n, k], or a constant.");
    return Prepared{transposed(constants[kRight], *gemm.k().constant(), *gemm.n().constant()),
                    {kRight}};
  }

  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override {
    NIGHTJAR_ASSIGN(const GemmProblem gemm, GemmProblem::from_problem(problem));
    const auto cut = cuda::MmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(name()) + " has no configuration " + config + ".");
    if (tensor::element_count(dims_of(gemm.y)) == 0) {
      return make_launchable([](const LaunchArguments&) { return Status(); });
    }
    cuda::Contraction contraction = packed_contraction(gemm);
    contraction.known_b = !blob.empty();
    contraction.splits_floats = splits_;
    auto packed = std::make_shared<device::Buffer>();
    if (!gemm.trans_b) {
      const size_t wanted = static_cast<size_t>(contraction.n * contraction.b_row_stride) * 2;
      if (blob.size() != wanted) return invalid_input("a packed b has another size.");
      NIGHTJAR_ASSIGN(*packed, cuda::upload(blob, device));
    }
    return make_launchable([contraction, packed, cut = *cut,
                            name = name()](const LaunchArguments& arguments) mutable -> Status {
      set_pointers(contraction, arguments);
      if (packed->data() != nullptr) contraction.b = packed->data();
      return cuda::launched(cuda::launch_mma(contraction, cuda::Element::kFloat32, kLoad, cut,
                                             arguments.stream->native()),
                            name);
    });
  }

 protected:
  bool solves(const Problem& problem) const override {
    const auto gemm = GemmProblem::from_problem(problem);
    return gemm.ok() && (splits_ || allows_tf32(problem)) && is_cuda_gemm(*gemm) &&
           gemm->a.type == tensor::DataType::kFloat32 && !gemm->trans_a && gemm->k().constant() &&
           *gemm->k().constant() % kRun == 0 &&
           (gemm->trans_b || (gemm->n().constant() && gemm->b.shape.size() == 2));
  }

 private:
  bool splits_;
};

}  // namespace

const Tactic* gemm_tf32_tactic() {
  static const Tf32GemmTactic kTactic(false);
  return &kTactic;
}

const Tactic* gemm_split_tactic() {
  static const Tf32GemmTactic kTactic(true);
  return &kTactic;
}

}  // namespace nightjar::kernels
