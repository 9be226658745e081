// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A gemm in cuBLASLt's words. For gemm_cuda_cublaslt.cc only.
#pragma once

#if __has_include(<cublasLt.h>)

#include <cublasLt.h>

#include "kernels/gemm/gemm_cuda.h"

namespace nightjar::kernels::cublaslt {

/// One stride between matrices, and an activation that is an epilogue there. A bias of another type
/// than y's has to be converted.
bool is_expressible(const GemmProblem& gemm);

/// Descriptions of one bound gemm. cuBLASLt counts columns first, so that it is told y^T = b^T a^T.
class Matmul {
 public:
  /// `in_tf32` lets float32 operands be rounded.
  static Result<Matmul> make(const GemmProblem& bound, bool in_tf32);

  /// The heuristic's choice number `rank`.
  Result<cublasLtMatmulAlgo_t> candidate(int rank) const;
  /// What the algorithm needs; fails when it cannot do this gemm.
  Result<size_t> workspace_bytes(const cublasLtMatmulAlgo_t& algorithm) const;
  Status run(const LaunchArguments& arguments, const cublasLtMatmulAlgo_t& algorithm,
             size_t workspace_bytes);

 private:
  Status describe(const GemmProblem& bound);
  Status describe_operation(const GemmProblem& bound, bool in_tf32);

  // The library takes descriptors by plain pointer, but reads only.
  mutable cublasLtMatmulDescOpaque_t operation_ = {};
  mutable cublasLtMatrixLayoutOpaque_t left_ = {}, right_ = {}, result_ = {};
  float alpha_ = 1, beta_ = 0;
};

}  // namespace nightjar::kernels::cublaslt

#endif
