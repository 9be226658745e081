// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/movement/movement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/movement/movement_plain.h"
#include "kernels/movement/widened.h"

#ifdef NIGHTJAR_HAS_CUDA
#include "kernels/movement/movement_cuda.h"
#endif

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 8> kKinds = {"transpose", "slice",  "concat", "split",
                                                    "pad",       "expand", "tile",   "triangle"};
constexpr std::array<std::string_view, 4> kModes = {"constant", "edge", "reflect", "wrap"};

template <typename Enum, size_t kCount>
Result<Enum> from_name(const std::array<std::string_view, kCount>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return invalid_input(fmt::format("movement knows no '{}'.", name));
  return static_cast<Enum>(found - names.begin());
}

Error refuse(const MovementProblem& problem, const std::string& reason) {
  return invalid_input(fmt::format("movement {}: {}.", name_of(problem.kind), reason));
}

Status check_operands(const MovementProblem& problem) {
  if (problem.inputs.empty() || problem.outputs.empty()) return refuse(problem, "operands miss");
  const tensor::DataType type = problem.outputs[0].type;
  const int64_t bytes = element_bytes(type);
  if (bytes == 0) return refuse(problem, "elements are not whole bytes");
  for (const auto* descs : {&problem.inputs, &problem.outputs}) {
    for (const tensor::TensorDesc& desc : *descs) {
      const bool is_value = &desc != &problem.inputs[0] && problem.kind == MovementKind::kPad;
      if (desc.type != type && !is_value) return refuse(problem, "operands differ in type");
    }
  }
  return {};
}

bool is_permutation(std::vector<int64_t> permutation) {
  std::sort(permutation.begin(), permutation.end());
  for (size_t i = 0; i < permutation.size(); ++i) {
    if (permutation[i] != static_cast<int64_t>(i)) return false;
  }
  return true;
}

Status check_ranks(const MovementProblem& problem) {
  const size_t rank = problem.inputs[0].shape.size();
  const size_t output_rank = problem.outputs[0].shape.size();
  const bool grows = problem.kind == MovementKind::kExpand;
  if (grows ? output_rank < rank : output_rank != rank) return refuse(problem, "ranks differ");
  switch (problem.kind) {
    case MovementKind::kTranspose:
      if (problem.permutation.size() == rank && is_permutation(problem.permutation)) return {};
      return refuse(problem, "perm is no permutation of the axes");
    case MovementKind::kSlice:
      if (problem.parameters.size() == rank && problem.steps.size() == rank) return {};
      return refuse(problem, "a start and a step are wanted for each axis");
    case MovementKind::kPad:
      if (problem.parameters.size() == rank) return {};
      return refuse(problem, "a pad is wanted for each axis");
    case MovementKind::kConcat:
    case MovementKind::kSplit:
      if (problem.axis >= 0 && problem.axis < static_cast<int64_t>(rank)) return {};
      return refuse(problem, "there is no such axis");
    case MovementKind::kTriangle:
      if (problem.parameters.size() == 1 && rank >= 2) return {};
      return refuse(problem, "matrices and a diagonal are wanted");
    case MovementKind::kExpand:
    case MovementKind::kTile:
      return {};
  }
  return {};
}

bool supports(const Problem& problem) {
  return MovementProblem::from_problem(widened(problem)).ok();
}

Result<std::unique_ptr<Launchable>> open_any(const Problem& problem, int threads) {
  if (has_packed(problem)) return open_widened(problem, threads, movement::open_plain);
  return movement::open_plain(problem, threads);
}

}  // namespace

std::string_view name_of(MovementKind kind) { return kKinds[static_cast<size_t>(kind)]; }
std::string_view name_of(PadMode mode) { return kModes[static_cast<size_t>(mode)]; }

Result<MovementProblem> MovementProblem::from_problem(const Problem& problem) {
  MovementProblem parsed;
  const auto& attributes = problem.attributes;
  NIGHTJAR_ASSIGN(parsed.kind, from_name<MovementKind>(kKinds, attributes.get_string("kind", "")));
  NIGHTJAR_ASSIGN(parsed.mode,
                  from_name<PadMode>(kModes, attributes.get_string("mode", "constant")));
  parsed.inputs = problem.inputs;
  parsed.outputs = problem.outputs;
  parsed.parameters = problem.parameters;
  parsed.permutation = attributes.get_ints("perm");
  NIGHTJAR_TRY(check_operands(parsed));
  parsed.steps =
      attributes.get_ints("steps", std::vector<int64_t>(parsed.inputs[0].shape.size(), 1));
  parsed.axis = attributes.get_int("axis", 0);
  parsed.upper = attributes.get_int("upper", 1) != 0;
  NIGHTJAR_TRY(check_ranks(parsed));
  return parsed;
}

Problem MovementProblem::to_problem() const {
  Problem problem{.family = "movement", .attributes = {}, .inputs = inputs, .outputs = outputs};
  problem.parameters = parameters;
  auto& attributes = problem.attributes;
  attributes.set("kind", std::string(name_of(kind)));
  if (kind == MovementKind::kTranspose) attributes.set("perm", permutation);
  if (std::any_of(steps.begin(), steps.end(), [](int64_t step) { return step != 1; })) {
    attributes.set("steps", steps);
  }
  if (kind == MovementKind::kConcat || kind == MovementKind::kSplit) attributes.set("axis", axis);
  if (kind == MovementKind::kPad) attributes.set("mode", std::string(name_of(mode)));
  if (kind == MovementKind::kTriangle) attributes.set("upper", int64_t{upper});
  return problem;
}

void register_movement(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("movement", supports, open_any);
  tactics.push_back(&kPlain);
#ifdef NIGHTJAR_HAS_CUDA
  tactics.push_back(movement_cuda_tactic());
#endif
}

}  // namespace nightjar::kernels
