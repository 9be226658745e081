// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reduce/reduce.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/reduce/reduce_plain.h"
#include "kernels/reduce/tactics.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/reduce/reduce_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 10> kKinds = {
    "sum", "mean", "max", "min", "prod", "l1", "l2", "sum_square", "log_sum", "log_sum_exp"};

bool supports(const Problem& problem) {
  const auto parsed = ReduceProblem::from_problem(problem);
  return parsed.ok() && is_convertible(parsed->input.type) && is_convertible(parsed->output.type);
}

}  // namespace

std::string_view name_of(ReduceKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<ReduceProblem> ReduceProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 1 || problem.outputs.size() != 1) {
    return invalid_input("reduce takes one input and gives one output.");
  }
  const std::string kind = problem.attributes.get_string("kind", "");
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end()) return invalid_input(fmt::format("reduce knows no '{}'.", kind));
  ReduceProblem parsed{static_cast<ReduceKind>(found - kKinds.begin()),
                       problem.attributes.get_ints("axes"), problem.inputs[0], problem.outputs[0]};
  const auto rank = static_cast<int64_t>(parsed.input.shape.size());
  int64_t before = -1;
  for (const int64_t axis : parsed.axes) {
    if (axis <= before || axis >= rank) {
      return invalid_input(fmt::format("reduce: axes must ascend within rank {}.", rank));
    }
    before = axis;
  }
  return parsed;
}

Problem ReduceProblem::to_problem() const {
  Problem problem{.family = "reduce", .attributes = {}, .inputs = {input}, .outputs = {output}};
  problem.attributes.set("kind", std::string(name_of(kind)));
  problem.attributes.set("axes", axes);
  return problem;
}

void register_reduce(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("reduce", supports, reduce::open_plain);
  tactics.push_back(&kPlain);
  tactics.push_back(reduce_bytes_tactic());
  tactics.push_back(reduce_columns_tactic());
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(reduce_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
