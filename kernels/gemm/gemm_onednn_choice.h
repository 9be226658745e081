// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A gemm in oneDNN's words, as matmul or as inner product. For the oneDNN tactic only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/gemm/gemm_extents.h"
#include "kernels/onednn/choice.h"

namespace nightjar::kernels {

/// An implementation, and what its arguments are described as.
struct GemmChoice {
  dnnl::primitive_desc_base implementation;
  onednn::MemoryDesc plain_b;  ///< b as it is given, in the implementation's order of axes.
  std::optional<onednn::MemoryDesc> bias, residual;
  bool bias_is_added = false;  ///< The bias is the first binary operation behind the product.
};

/// For a bound gemm. With `packs` the implementation says how it wants b; without, b is taken as it
/// is. Throws dnnl::error.
GemmChoice choose_gemm(const GemmProblem& gemm, const std::string& config, bool packs);

/// "matmul IMPLEMENTATION" and "inner_product IMPLEMENTATION" for a bound gemm whose b is packed.
std::vector<std::string> gemm_configs(const GemmProblem& gemm);

}  // namespace nightjar::kernels
