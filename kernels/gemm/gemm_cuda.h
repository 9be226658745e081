// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Gemm on NVIDIA GPUs: what the tactics share, and the tactics themselves.
#pragma once

#include "kernels/cuda/contraction.h"
#include "kernels/cuda/contraction_launch.h"
#include "kernels/gemm/gemm.h"

namespace nightjar::kernels {

const Tactic* gemm_cublaslt_tactic();  ///< nullptr in builds without cuBLASLt's header.
const Tactic* gemm_mma_tactic();
const Tactic* gemm_simt_tactic();
const Tactic* gemm_tf32_tactic();   ///< For problems that allow it.
const Tactic* gemm_split_tactic();  ///< float32 on tensor cores, with all its bits.
const Tactic* gemm_wgmma_tactic();  ///< For sm_90a.

/// What all of them ask for: one type of a, b, residual and y, or y in float32 without a residual;
/// a bias along the columns, and at most two batch axes.
bool is_cuda_gemm(const GemmProblem& gemm);

/// A bound gemm as the kernels want it, without pointers.
cuda::Contraction contraction_of(const GemmProblem& bound);
void set_pointers(cuda::Contraction& contraction, const LaunchArguments& arguments);
/// A constant [k, n] as [n, k].
std::vector<std::byte> transposed(const tensor::HostTensor& b, int64_t k, int64_t n);
/// Activation and factors.
cuda::Epilogue epilogue_of(const Activation& activation, double alpha,
                           const tensor::TensorDesc& bias);

}  // namespace nightjar::kernels
