// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/select/select.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/select/select_plain.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/select/select_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

using tensor::DataType;

constexpr std::array<std::string_view, 5> kKinds = {"arg_max", "arg_min", "top_k", "running_sum",
                                                    "running_product"};

Status check(const SelectProblem& problem) {
  const auto refuse = [&](const char* reason) {
    return invalid_input(fmt::format("select {}: {}.", name_of(problem.kind), reason));
  };
  const auto rank = static_cast<int64_t>(problem.input.shape.size());
  if (problem.axis < 0 || problem.axis >= rank) return refuse("no such axis");
  if (!is_convertible(problem.input.type)) return refuse("the type has no order");
  const bool is_top_k = problem.kind == SelectKind::kTopK;
  if (problem.outputs.size() != (is_top_k ? 2u : 1u)) return refuse("a wrong number of outputs");
  const DataType first = problem.outputs[0].type;
  const bool is_index = problem.kind == SelectKind::kArgMax || problem.kind == SelectKind::kArgMin;
  const DataType wanted = is_index ? DataType::kInt64 : problem.input.type;
  if (first != wanted && !(is_top_k && first == DataType::kUndefined)) {
    return refuse("output 0 is of a wrong type");
  }
  if (is_top_k && problem.outputs[1].type != DataType::kInt64 &&
      problem.outputs[1].type != DataType::kUndefined) {
    return refuse("indices must be int64");
  }
  return {};
}

bool supports(const Problem& problem) { return SelectProblem::from_problem(problem).ok(); }

}  // namespace

std::string_view name_of(SelectKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<SelectProblem> SelectProblem::from_problem(const Problem& problem) {
  if (problem.inputs.size() != 1) return invalid_input("select takes one input.");
  const auto& attributes = problem.attributes;
  const std::string kind = attributes.get_string("kind", "");
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end()) return invalid_input(fmt::format("select knows no '{}'.", kind));
  SelectProblem parsed;
  parsed.kind = static_cast<SelectKind>(found - kKinds.begin());
  parsed.axis = attributes.get_int("axis", 0);
  parsed.last = attributes.get_int("last", 0) != 0;
  parsed.largest = attributes.get_int("largest", 1) != 0;
  parsed.exclusive = attributes.get_int("exclusive", 0) != 0;
  parsed.reverse = attributes.get_int("reverse", 0) != 0;
  parsed.input = problem.inputs[0];
  parsed.outputs = problem.outputs;
  NIGHTJAR_TRY(check(parsed));
  return parsed;
}

Problem SelectProblem::to_problem() const {
  Problem problem{.family = "select", .attributes = {}, .inputs = {input}, .outputs = outputs};
  auto& attributes = problem.attributes;
  attributes.set("kind", std::string(name_of(kind)));
  attributes.set("axis", axis);
  if (last) attributes.set("last", int64_t{1});
  if (!largest) attributes.set("largest", int64_t{0});
  if (exclusive) attributes.set("exclusive", int64_t{1});
  if (reverse) attributes.set("reverse", int64_t{1});
  return problem;
}

void register_select(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("select", supports, select::open_plain);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(select_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
