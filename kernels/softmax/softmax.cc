// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/softmax/softmax.h"

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/softmax/softmax_plain.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/softmax/softmax_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

bool supports(const Problem& problem) { return SoftmaxProblem::from_problem(problem).ok(); }

bool is_real(tensor::DataType type) { return tensor::is_float(type) && is_convertible(type); }

}  // namespace

Result<SoftmaxProblem> SoftmaxProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 1 || problem.outputs.size() != 1) {
    return invalid_input("softmax takes one input and gives one output.");
  }
  const SoftmaxProblem parsed{problem.inputs[0], problem.outputs[0],
                              problem.attributes.get_int("axis", 0),
                              problem.attributes.get_int("log", 0) != 0};
  if (parsed.x.shape != parsed.y.shape || !is_real(parsed.x.type) || !is_real(parsed.y.type) ||
      parsed.axis < 0 || parsed.axis >= static_cast<int64_t>(parsed.x.shape.size())) {
    return invalid_input("softmax cannot solve " + problem.to_string() + ".");
  }
  return parsed;
}

Problem SoftmaxProblem::to_problem() const {
  Problem problem{.family = "softmax", .attributes = {}, .inputs = {x}, .outputs = {y}};
  problem.attributes.set("axis", axis);
  if (is_log) problem.attributes.set("log", int64_t{1});
  return problem;
}

void register_softmax(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("softmax", supports, softmax::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(softmax_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
