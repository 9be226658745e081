// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/quantized_gemm.h"

#include <fmt/format.h>

#include "kernels/gemm/gemm.h"
#include "kernels/quantized/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/quantized/quantized_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

/// Everything but types follows the rules of gemm.
Status check_as_gemm(const Problem& problem) {
  Problem gemm = problem;
  gemm.family = "gemm";
  gemm.inputs.pop_back();
  const auto checked = GemmProblem::from_problem(gemm);
  return checked.ok() ? Status() : checked.error();
}

bool is_per_column(const tensor::TensorDesc& desc, const tensor::Dim& columns) {
  return desc.shape.size() == 1 && desc.shape[0] == columns;
}

}  // namespace

tensor::Dim QuantizedGemmProblem::rows() const {
  return tensor::element_count(tensor::Shape(a.shape.begin(), a.shape.end() - 1));
}

Result<QuantizedGemmProblem> QuantizedGemmProblem::from_problem(const Problem& problem) {
  if (problem.family != "quantized_gemm") {
    return invalid_input(fmt::format("this is no quantized_gemm: {}.", problem.to_string()));
  }
  NIGHTJAR_TRY(check_quantized_types(problem));
  NIGHTJAR_TRY(check_as_gemm(problem));
  QuantizedGemmProblem gemm;
  gemm.a = problem.inputs[kQuantizedX];
  gemm.b = problem.inputs[kQuantizedW];
  gemm.bias = problem.inputs[kBias];
  gemm.residual = problem.inputs[kResidual];
  gemm.scale = problem.inputs[kScale];
  gemm.y = problem.outputs[0];
  gemm.trans_b = problem.attributes.get_int("trans_b", 0) != 0;
  const bool fits = gemm.b.shape.size() == 2 && problem.attributes.get_int("trans_a", 0) == 0 &&
                    is_per_column(gemm.scale, gemm.n()) &&
                    (!gemm.has_bias() || is_per_column(gemm.bias, gemm.n()));
  if (!fits) {
    return unsupported("quantized_gemm takes one matrix b, and a scale and a bias a column.");
  }
  NIGHTJAR_ASSIGN(gemm.requantization, Requantization::from_attributes(problem.attributes));
  return gemm;
}

Problem QuantizedGemmProblem::to_problem() const {
  Problem problem;
  problem.family = "quantized_gemm";
  if (trans_b) problem.attributes.set("trans_b", int64_t{1});
  requantization.add_to(problem.attributes);
  problem.inputs = {a, b, bias, residual, scale};
  problem.outputs = {y};
  return problem;
}

void register_quantized_gemm(std::vector<const Tactic*>& tactics) {
  tactics.push_back(quantized_gemm_plain_tactic());
  tactics.push_back(quantized_gemm_onednn_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(quantized_gemm_wgmma_tactic());
  tactics.push_back(quantized_gemm_mma_tactic());
#endif
}

}  // namespace nightjar::kernels
