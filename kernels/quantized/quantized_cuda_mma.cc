// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// quantized_conv.own.mma.v1 and quantized_gemm.own.mma.v1: tensor cores by mma.sync, k cut over
// clusters.
#include "kernels/cuda/contraction_launch.h"
#include "kernels/quantized/quantized_cuda.h"

namespace nightjar::kernels {
namespace {

constexpr auto kLoad = cuda::MmaLoad::kRunsNByK;

class MmaByteTactic final : public ByteTactic {
 public:
  explicit MmaByteTactic(const std::string& family) : ByteTactic(family, "mma") {}

 protected:
  std::vector<std::string> cuts(const cuda::Contraction& contraction,
                                const device::DeviceInfo& info) const override {
    std::vector<std::string> texts;
    for (const auto& cut :
         cuda::mma_configs(contraction, kLoad, info.cores, cuda::has_clusters(info))) {
      texts.push_back(cut.to_string());
    }
    return texts;
  }
  Result<Run> run_of(const cuda::Contraction&, const std::string& config) const override {
    const auto cut = cuda::MmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(name()) + " has no configuration " + config + ".");
    return Run([cut = *cut](const cuda::Contraction& contraction, void* stream) {
      return cuda::launch_mma(contraction, cuda::Element::kInt8, kLoad, cut, stream);
    });
  }
};

}  // namespace

const Tactic* quantized_conv_mma_tactic() {
  static const MmaByteTactic kTactic("quantized_conv");
  return &kTactic;
}

const Tactic* quantized_gemm_mma_tactic() {
  static const MmaByteTactic kTactic("quantized_gemm");
  return &kTactic;
}

}  // namespace nightjar::kernels
