// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Convolution on NVIDIA GPUs: what the tactics share, and the tactics themselves.
#pragma once

#include <functional>
#include <string>

#include "kernels/conv/conv.h"
#include "kernels/conv/conv_cuda_kernels.h"
#include "kernels/cuda/contraction.h"
#include "kernels/cuda/contraction_launch.h"

namespace nightjar::kernels {

const Tactic* conv_depthwise_cuda_tactic();
const Tactic* conv_direct_cuda_tactic();
const Tactic* conv_mma_tactic();
const Tactic* conv_stem_cuda_tactic();
const Tactic* conv_unfolded_cuda_tactic();  ///< For sm_90a.
const Tactic* conv_window_cuda_tactic();
const Tactic* conv_simt_tactic();
const Tactic* conv_tf32_tactic();   ///< For problems that allow it.
const Tactic* conv_split_tactic();  ///< float32 on tensor cores, with all its bits.
const Tactic* conv_wgmma_tactic();  ///< For sm_90a.

/// What all of them ask for: one type of x, w, residual and y, or y in float32 without a residual;
/// known weights' extents, no blocked layout.
bool is_cuda_conv(const ConvProblem& conv);

/// A bound convolution of up to two spatial axes as a contraction, without pointers. Groups are its
/// batch; weights lie as `packing_of` says.
cuda::Contraction contraction_of(const ConvProblem& bound);
cuda::WeightPacking packing_of(const ConvProblem& conv);

/// Packs weights that are constants into the blob.
Result<Prepared> prepare_conv_weights(const cuda::WeightPacking& packing,
                                      std::span<const tensor::HostTensor> constants);

/// Packs weights at launch unless the blob has them, then runs the kernel.
class CudaConvLaunch final : public Launchable {
 public:
  /// Everything the kernel reads: pointers in the problem's order, with packed weights.
  struct Operands {
    const void *x, *w, *bias, *residual;
    void* y;
    bool known_w;  ///< The weights are constants.
  };
  using Run = std::function<Status(const Operands&, void* stream)>;

  static Result<std::unique_ptr<Launchable>> open(const cuda::WeightPacking& packing,
                                                  tensor::DataType type,
                                                  std::span<const std::byte> blob,
                                                  device::Device& device, Run run);

  size_t workspace_bytes() const override;
  Status launch(const LaunchArguments& arguments) override;

 private:
  cuda::WeightPacking packing_;
  size_t element_bytes_ = 0;
  device::Buffer weights_;
  Run run_;
};

void set_pointers(cuda::Contraction& contraction, const CudaConvLaunch::Operands& operands);

/// One filter a channel, channels last.
bool is_depthwise(const ConvProblem& conv);
/// All filters side by side: [taps][channels].
cuda::WeightPacking packing_by_tap(const ConvProblem& conv);
/// Without pointers.
cuda::Depthwise depthwise_of(const ConvProblem& bound);
void set_pointers(cuda::Depthwise& depthwise, const CudaConvLaunch::Operands& operands);

}  // namespace nightjar::kernels
