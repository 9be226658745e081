// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// gemm.onednn.v1: oneDNN's matmul and inner product, with a constant b packed at build.
#include "kernels/common/threads.h"
#include "kernels/gemm/gemm_onednn_choice.h"
#include "kernels/gemm/tactics.h"
#include "kernels/onednn/contraction_tactic.h"
#include "kernels/onednn/weights.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

bool has_our_types(const GemmProblem& gemm) {
  const auto is_ours = [](DataType type) {
    return type == DataType::kFloat32 || type == DataType::kBFloat16;
  };
  const auto is_optional = [&](DataType type) {
    return type == DataType::kUndefined || is_ours(type);
  };
  return is_ours(gemm.a.type) && gemm.b.type == gemm.a.type && is_ours(gemm.y.type) &&
         is_optional(gemm.bias.type) && is_optional(gemm.residual.type);
}

std::unique_ptr<Launchable> make_launch(const GemmChoice& choice,
                                        std::optional<onednn::PackedWeights> packed, int threads) {
  auto launch = std::make_unique<onednn::PrimitiveLaunch>(threads);
  const auto& implementation = choice.implementation;
  const onednn::MemoryDesc wanted = implementation.query_md(dnnl::query::weights_md, 0);
  std::vector<onednn::Binding> bindings = {
      onednn::input(DNNL_ARG_SRC, implementation.query_md(dnnl::query::src_md, 0), 0),
      packed ? bind_packed(*launch, DNNL_ARG_WEIGHTS, *packed, wanted)
             : bind_unpacked(*launch, DNNL_ARG_WEIGHTS, choice.plain_b, 1, wanted),
      onednn::output(DNNL_ARG_DST, implementation.query_md(dnnl::query::dst_md, 0), 0),
      launch->workspace(DNNL_ARG_SCRATCHPAD, implementation.scratchpad_desc())};
  const auto added = [](int position) {
    return DNNL_ARG_ATTR_MULTIPLE_POST_OP(position) | DNNL_ARG_SRC_1;
  };
  if (choice.bias) {
    const int argument = choice.bias_is_added ? added(0) : DNNL_ARG_BIAS;
    bindings.push_back(onednn::input(argument, *choice.bias, 2));
  }
  if (choice.residual) {
    bindings.push_back(onednn::input(added(choice.bias_is_added ? 1 : 0), *choice.residual, 3));
  }
  launch->add_step(onednn::make_primitive(implementation), bindings);
  return launch;
}

class OnednnGemmTactic final : public onednn::ContractionTactic<GemmProblem> {
 public:
  OnednnGemmTactic() : ContractionTactic("gemm") {}

  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override {
    const auto gemm = nominal(problem);
    if (!gemm.ok() || !has_our_types(*gemm) || *gemm->k().constant() == 0) return {};
    const ThreadScope threads(info.cores);
    return gemm_configs(*gemm);
  }

  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device& device) const override {
    if (constants.size() < 2 || !constants[1].defined()) return Prepared{};
    NIGHTJAR_ASSIGN(const GemmProblem gemm, nominal(problem));
    const ThreadScope threads(device.info().cores);
    return onednn::guarded("gemm.onednn.v1", [&] {
      const GemmChoice choice = choose_gemm(gemm, config, true);
      const auto wanted = choice.implementation.query_md(dnnl::query::weights_md, 0);
      return Prepared{onednn::pack_weights(choice.plain_b, constants[1].bytes(), wanted), {1}};
    });
  }

 private:
  Result<std::unique_ptr<Launchable>> open_bound(const GemmProblem& gemm, const std::string& config,
                                                 std::span<const std::byte> blob,
                                                 int threads) const override {
    NIGHTJAR_ASSIGN(const GemmChoice choice, onednn::guarded("gemm.onednn.v1", [&] {
                      return choose_gemm(gemm, config, !blob.empty());
                    }));
    std::optional<onednn::PackedWeights> packed;
    if (!blob.empty()) {
      NIGHTJAR_ASSIGN(packed, onednn::read_weights(blob, choice.plain_b));
    }
    return onednn::guarded("gemm.onednn.v1", [&] { return make_launch(choice, packed, threads); });
  }
};

}  // namespace

const Tactic* gemm_onednn_tactic() {
  static const OnednnGemmTactic kTactic;
  return &kTactic;
}

}  // namespace nightjar::kernels
