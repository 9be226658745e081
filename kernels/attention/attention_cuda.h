// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention on NVIDIA GPUs.
#pragma once

#include <functional>
#include <string_view>

#include "kernels/attention/attention.h"
#include "kernels/attention/attention_cuda_kernels.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* attention_cuda_tactic();
const Tactic* attention_flash_tactic();

/// What the kernels ask for: one type of q, k, v and y, and a mask they read.
bool is_cuda_attention(const AttentionProblem& attention);
/// Whether an extent is known and no greater than `most`.
bool is_at_most(const tensor::Dim& extent, int64_t most);

/// cudaError_t of a launch on a cudaStream_t.
using AttentionKernel = std::function<int(const cuda::Attention&, cuda::Element, void* stream)>;
/// Hands bound operands to `kernel` at each launch, under the tactic's name.
Result<std::unique_ptr<Launchable>> open_cuda_attention(const Problem& problem,
                                                        std::string_view name,
                                                        AttentionKernel kernel);

}  // namespace nightjar::kernels
