// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/fill/fill.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/fill/fill_plain.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/fill/fill_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"value", "values", "range", "eye"};
constexpr std::array<size_t, 4> kInputCounts = {1, 0, 2, 0};

bool supports(const Problem& problem) { return FillProblem::from_problem(problem).ok(); }

}  // namespace

std::string_view name_of(FillKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<FillProblem> FillProblem::from_problem(const Problem& problem) {
  const std::string kind = problem.attributes.get_string("kind", "");
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end()) return invalid_input(fmt::format("fill knows no '{}'.", kind));
  const auto number = static_cast<size_t>(found - kKinds.begin());
  if (problem.outputs.size() != 1 || problem.inputs.size() != kInputCounts[number]) {
    return invalid_input(fmt::format("fill {}: a wrong number of operands.", kind));
  }
  const FillProblem parsed{static_cast<FillKind>(number), problem.parameters, problem.inputs,
                           problem.outputs[0]};
  const bool is_known = is_convertible(parsed.output.type) ||
                        (parsed.kind == FillKind::kValue && element_bytes(parsed.output.type) > 0);
  if (!is_known) {
    return invalid_input(
        fmt::format("fill {}: cannot make {}.", kind, tensor::name_of(parsed.output.type)));
  }
  for (const tensor::TensorDesc& input : parsed.inputs) {
    if (input.type == parsed.output.type) continue;
    return invalid_input(fmt::format("fill {}: operands differ in type.", kind));
  }
  if (parsed.kind == FillKind::kEye && parsed.values.size() != 1) {
    return invalid_input("fill eye: one diagonal is wanted.");
  }
  return parsed;
}

Problem FillProblem::to_problem() const {
  Problem problem{.family = "fill", .attributes = {}, .inputs = inputs, .outputs = {output}};
  problem.attributes.set("kind", std::string(name_of(kind)));
  problem.parameters = values;
  return problem;
}

void register_fill(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("fill", supports, fill::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(fill_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
