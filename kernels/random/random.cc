// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/random/random.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "kernels/common/convert.h"
#include "kernels/common/plain_tactic.h"
#include "kernels/random/random_plain.h"

namespace nightjar::kernels {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"uniform", "normal", "bernoulli",
                                                    "multinomial"};

bool takes_input(RandomKind kind) {
  return kind == RandomKind::kBernoulli || kind == RandomKind::kMultinomial;
}

Status check(const RandomProblem& problem) {
  const auto refuse = [&](const char* reason) {
    return invalid_input(fmt::format("random {}: {}.", name_of(problem.kind), reason));
  };
  if (problem.inputs.size() != (takes_input(problem.kind) ? 1u : 0u)) {
    return refuse("a wrong number of inputs");
  }
  if (!is_convertible(problem.output.type)) return refuse("the output holds no numbers");
  if (!takes_input(problem.kind)) {
    return tensor::is_float(problem.output.type) ? Status() : refuse("floats are wanted");
  }
  const auto& input = problem.inputs[0];
  if (!tensor::is_float(input.type) || !is_convertible(input.type)) {
    return refuse("chances must be floats");
  }
  const bool is_matrix = input.shape.size() == 2 && problem.output.shape.size() == 2;
  if (problem.kind == RandomKind::kMultinomial && !is_matrix) return refuse("matrices are wanted");
  return {};
}

bool supports(const Problem& problem) { return RandomProblem::from_problem(problem).ok(); }

}  // namespace

std::string_view name_of(RandomKind kind) { return kKinds[static_cast<size_t>(kind)]; }

Result<RandomProblem> RandomProblem::from_problem(const Problem& problem) {
  const auto& attributes = problem.attributes;
  const std::string kind = attributes.get_string("kind", "");
  const auto found = std::find(kKinds.begin(), kKinds.end(), kind);
  if (found == kKinds.end() || problem.outputs.size() != 1) {
    return invalid_input(fmt::format("random knows no '{}' of so many outputs.", kind));
  }
  RandomProblem parsed;
  parsed.kind = static_cast<RandomKind>(found - kKinds.begin());
  parsed.seed = attributes.get_int("seed", 0);
  parsed.first = attributes.get_float("first", 0);
  parsed.second = attributes.get_float("second", 1);
  parsed.inputs = problem.inputs;
  parsed.output = problem.outputs[0];
  NIGHTJAR_TRY(check(parsed));
  return parsed;
}

Problem RandomProblem::to_problem() const {
  Problem problem{.family = "random", .attributes = {}, .inputs = inputs, .outputs = {output}};
  problem.attributes.set("kind", std::string(name_of(kind)));
  problem.attributes.set("seed", seed);
  if (!takes_input(kind)) {
    problem.attributes.set("first", first);
    problem.attributes.set("second", second);
  }
  return problem;
}

void register_random(std::vector<const Tactic*>& tactics) {
  static const PlainTactic kPlain("random", supports, random::open_plain);
  tactics.push_back(&kPlain);
}

}  // namespace nightjar::kernels
