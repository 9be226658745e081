// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A bound gemm as a list of equal matrix products.
#pragma once

#include <vector>

#include "kernels/gemm/gemm.h"

namespace nightjar::kernels {

/// Product i multiplies matrix a_matrix[i] of a by matrix b_matrix[i] of b.
struct GemmExtents {
  int64_t m = 0, n = 0, k = 0;
  std::vector<int64_t> a_matrix, b_matrix;

  int64_t batch() const { return static_cast<int64_t>(a_matrix.size()); }
};

/// When b has one matrix and a is not transposed, all of a's rows become one product.
GemmExtents gemm_extents(const GemmProblem& bound);

/// For every element of y, which element of `from` it reads, as strides over y's axes.
tensor::Dims broadcast_strides(const tensor::Dims& from, const tensor::Dims& y);

}  // namespace nightjar::kernels
