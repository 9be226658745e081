// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/gemm.h"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/gemm/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/gemm/gemm_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::Dim;
using tensor::TensorDesc;

bool is_absent(const TensorDesc& desc) { return desc.type == tensor::DataType::kUndefined; }

/// Symbolic extents get the benefit of the doubt; they are checked again when bound.
bool may_agree(const Dim& a, const Dim& b) {
  return !a.constant() || !b.constant() || *a.constant() == *b.constant();
}

Dim from_end(const TensorDesc& desc, size_t position) {
  return desc.shape[desc.shape.size() - position];
}

/// Whether `shape` broadcasts to `target` without widening it.
bool may_broadcast(const tensor::Shape& shape, const tensor::Shape& target) {
  if (shape.size() > target.size()) return false;
  const size_t skipped = target.size() - shape.size();
  for (size_t i = 0; i < shape.size(); ++i) {
    if (!(shape[i] == Dim(1)) && !may_agree(shape[i], target[i + skipped])) return false;
  }
  return true;
}

tensor::Shape batch_of(const TensorDesc& desc) {
  return tensor::Shape(desc.shape.begin(), desc.shape.end() - 2);
}

Status check_ranks(const GemmProblem& gemm) {
  if (is_absent(gemm.a) || is_absent(gemm.b) || is_absent(gemm.y)) {
    return invalid_input("gemm needs a, b and y.");
  }
  for (const TensorDesc* desc : {&gemm.a, &gemm.b, &gemm.bias, &gemm.residual, &gemm.y}) {
    if (desc->layout != tensor::Layout::kRowMajor) {
      return unsupported("gemm takes row-major operands only; put a reformat in front.");
    }
  }
  const size_t rank = std::max(gemm.a.shape.size(), gemm.b.shape.size());
  if (gemm.a.shape.size() < 2 || gemm.b.shape.size() < 2 || gemm.y.shape.size() != rank) {
    return invalid_input(fmt::format("gemm of ranks {} and {} cannot give rank {}.",
                                     gemm.a.shape.size(), gemm.b.shape.size(),
                                     gemm.y.shape.size()));
  }
  return {};
}

Status check_extents(const GemmProblem& gemm) {
  const Dim b_k = from_end(gemm.b, gemm.trans_b ? 1 : 2);
  const bool fits = may_agree(gemm.k(), b_k) && may_agree(from_end(gemm.y, 2), gemm.m()) &&
                    may_agree(from_end(gemm.y, 1), gemm.n()) &&
                    may_broadcast(batch_of(gemm.a), batch_of(gemm.y)) &&
                    may_broadcast(batch_of(gemm.b), batch_of(gemm.y));
  if (!fits) {
    return invalid_input(fmt::format("gemm of {} and {} cannot give {}.", tensor::to_string(gemm.a),
                                     tensor::to_string(gemm.b), tensor::to_string(gemm.y)));
  }
  if (gemm.has_bias() && !may_broadcast(gemm.bias.shape, gemm.y.shape)) {
    return invalid_input(fmt::format("gemm bias {} does not broadcast to {}.",
                                     tensor::to_string(gemm.bias), tensor::to_string(gemm.y)));
  }
  if (gemm.has_residual() && gemm.residual.shape != gemm.y.shape) {
    return invalid_input(fmt::format("gemm residual {} has other extents than {}.",
                                     tensor::to_string(gemm.residual), tensor::to_string(gemm.y)));
  }
  return {};
}

}  // namespace

Dim GemmProblem::m() const { return from_end(a, trans_a ? 1 : 2); }
Dim GemmProblem::n() const { return from_end(b, trans_b ? 2 : 1); }
Dim GemmProblem::k() const { return from_end(a, trans_a ? 2 : 1); }

Result<GemmProblem> GemmProblem::from_problem(const Problem& problem) {
  if (problem.family != "gemm" || problem.inputs.size() < 2 || problem.inputs.size() > 4 ||
      problem.outputs.size() != 1) {
    return invalid_input(fmt::format("this is no gemm: {}.", problem.to_string()));
  }
  GemmProblem gemm;
  gemm.a = problem.inputs[0];
  gemm.b = problem.inputs[1];
  if (problem.inputs.size() > 2) gemm.bias = problem.inputs[2];
  if (problem.inputs.size() > 3) gemm.residual = problem.inputs[3];
  gemm.y = problem.outputs[0];
  gemm.trans_a = problem.attributes.get_int("trans_a", 0) != 0;
  gemm.trans_b = problem.attributes.get_int("trans_b", 0) != 0;
  gemm.alpha = problem.attributes.get_float("alpha", 1);
  NIGHTJAR_ASSIGN(gemm.activation, Activation::from_attributes(problem.attributes));
  NIGHTJAR_TRY(check_ranks(gemm));
  NIGHTJAR_TRY(check_extents(gemm));
  return gemm;
}

Problem GemmProblem::to_problem() const {
  Problem problem;
  problem.family = "gemm";
  if (trans_a) problem.attributes.set("trans_a", int64_t{1});
  if (trans_b) problem.attributes.set("trans_b", int64_t{1});
  if (alpha != 1) problem.attributes.set("alpha", alpha);
  activation.add_to(problem.attributes);
  problem.inputs = {a, b, bias, residual};
  problem.outputs = {y};
  return problem;
}

void register_gemm(std::vector<const Tactic*>& tactics) {
  tactics.push_back(gemm_plain_tactic());
  tactics.push_back(gemm_onednn_tactic());
  tactics.push_back(gemm_product_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  for (const Tactic* tactic : {gemm_wgmma_tactic(), gemm_cublaslt_tactic(), gemm_mma_tactic(),
                               gemm_tf32_tactic(), gemm_split_tactic(), gemm_simt_tactic()}) {
    if (tactic != nullptr) tactics.push_back(tactic);
  }
#endif
}

}  // namespace nightjar::kernels
