// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reformat/reformat.h"

#include <fmt/format.h>

#include "kernels/conv/contraction_checks.h"
#include "kernels/reformat/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/reformat/reformat_cuda.h"
#endif

namespace nightjar::kernels {

Result<ReformatProblem> ReformatProblem::from_problem(const Problem& problem) {
  if (problem.family != "reformat" || problem.inputs.size() != 1 || problem.outputs.size() != 1) {
    return invalid_input(fmt::format("this is no reformat: {}.", problem.to_string()));
  }
  const ReformatProblem reformat{problem.inputs[0], problem.outputs[0]};
  const auto& [x, y] = reformat;
  bool fits = x.shape.size() == y.shape.size() && tensor::layout_fits(x.layout, x.shape) &&
              tensor::layout_fits(y.layout, y.shape);
  for (size_t i = 0; fits && i < x.shape.size(); ++i) fits = may_agree(x.shape[i], y.shape[i]);
  if (!fits) {
    return invalid_input(
        fmt::format("reformat of {} cannot give {}.", tensor::to_string(x), tensor::to_string(y)));
  }
  return reformat;
}

Problem ReformatProblem::to_problem() const {
  Problem problem;
  problem.family = "reformat";
  problem.inputs = {x};
  problem.outputs = {y};
  return problem;
}

void register_reformat(std::vector<const Tactic*>& tactics) {
  tactics.push_back(reformat_plain_tactic());
  tactics.push_back(reformat_onednn_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(reformat_cuda_tactic());
  tactics.push_back(reformat_interleave_tactic());
#endif
}

}  // namespace nightjar::kernels
