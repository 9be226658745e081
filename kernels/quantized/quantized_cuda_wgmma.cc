// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// quantized_conv.own.wgmma.v1 and quantized_gemm.own.wgmma.v1: warpgroups of sm_90a, operands
// brought by the copy engine.
#include "kernels/cuda/hopper/wgmma_launch.h"
#include "kernels/quantized/quantized_cuda.h"

namespace nightjar::kernels {
namespace {

class WgmmaByteTactic final : public ByteTactic {
 public:
  explicit WgmmaByteTactic(const std::string& family) : ByteTactic(family, "wgmma") {}

 protected:
  bool runs_on(const device::DeviceInfo& info) const override {
    return cuda::hopper::has_wgmma() && info.isa == "sm_90";
  }
  bool weaves() const override { return true; }
  std::vector<std::string> cuts(const cuda::Contraction& contraction,
                                const device::DeviceInfo& info) const override {
    std::vector<std::string> texts;
    for (const auto& cut : cuda::hopper::wgmma_configs(contraction, info.cores)) {
      texts.push_back(cut.to_string());
    }
    return texts;
  }
  Result<Run> run_of(const cuda::Contraction& contraction,
                     const std::string& config) const override {
    const auto cut = cuda::hopper::WgmmaConfig::parse(config);
    if (!cut) return invalid_input(std::string(name()) + " has no configuration " + config + ".");
    if (!cuda::hopper::is_wgmma_product(contraction)) {
      return unsupported(std::string(name()) + " cannot walk the image.");
    }
    cuda::hopper::WgmmaProduct product(contraction, cuda::Element::kInt8, *cut);
    return Run([product](const cuda::Contraction& bound, void* stream) mutable {
      return product.launch(bound, stream);
    });
  }
};

}  // namespace

const Tactic* quantized_conv_wgmma_tactic() {
  static const WgmmaByteTactic kTactic("quantized_conv");
  return &kTactic;
}

const Tactic* quantized_gemm_wgmma_tactic() {
  static const WgmmaByteTactic kTactic("quantized_gemm");
  return &kTactic;
}

}  // namespace nightjar::kernels
