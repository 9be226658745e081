// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Contractions of bytes on NVIDIA GPUs: what the tactics of both families share.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kernels/cuda/contraction.h"
#include "kernels/cuda/cuda_tactic.h"

namespace nightjar::kernels {

const Tactic* quantized_conv_mma_tactic();
const Tactic* quantized_conv_wgmma_tactic();  ///< For sm_90a.
const Tactic* quantized_gemm_mma_tactic();
const Tactic* quantized_gemm_wgmma_tactic();  ///< For sm_90a.

/// One product of int8 about zero in runs of 16, channels last, weights that are known when the
/// plan is built. Subclasses say how it is cut and launched.
class ByteTactic : public cuda::CudaTactic {
 public:
  ByteTactic(std::string family, const std::string& way)
      : family_(std::move(family)), name_(family_ + ".own." + way + ".v1") {}

  std::string_view name() const override { return name_; }
  std::string_view family() const override { return family_; }
  std::vector<std::string> configs(const Problem& problem,
                                   const device::DeviceInfo& info) const override;
  /// The blob is w as [outputs, taps, channels], outputs woven where the way does so.
  Result<Prepared> prepare(const Problem& problem, const std::string& config,
                           std::span<const tensor::HostTensor> constants,
                           device::Device& device) const override;
  Result<std::unique_ptr<Launchable>> open(const Problem& problem, const std::string& config,
                                           std::span<const std::byte> blob,
                                           device::Device& device) const override;

 protected:
  /// Runs the contraction, which has its pointers now.
  using Run = std::function<int(const cuda::Contraction& contraction, void* stream)>;

  bool solves(const Problem& problem) const override;
  virtual std::vector<std::string> cuts(const cuda::Contraction& contraction,
                                        const device::DeviceInfo& info) const = 0;
  /// Whether rows of b are woven where y is bytes.
  virtual bool weaves() const { return false; }
  /// An error for a configuration that there is not, or a contraction that the way is not for.
  virtual Result<Run> run_of(const cuda::Contraction& contraction,
                             const std::string& config) const = 0;

 private:
  std::string family_, name_;
};

}  // namespace nightjar::kernels
