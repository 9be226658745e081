// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Random numbers, drawn by a seed.
#include "kernels/random/random.h"

#include <bit>

#include "engine/lower/rules/rule.h"

namespace nightjar::lower::rules {
namespace {

using kernels::RandomKind;
using kernels::RandomProblem;

/// The attribute's bits, else a number made of the op's name: a plan gives the same numbers again.
int64_t seed_of(const Lowering& lowering) {
  if (lowering.attributes().has("seed")) {
    return std::bit_cast<int64_t>(lowering.attributes().get_float("seed", 0));
  }
  uint64_t seed = 0xcbf29ce484222325ULL;
  for (const char letter : lowering.op().name) {
    seed = (seed ^ static_cast<unsigned char>(letter)) * 0x100000001b3ULL;
  }
  return std::bit_cast<int64_t>(seed);
}

Result<LoweredOp> lower_numbers(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  const auto& attributes = lowering.attributes();
  RandomProblem problem;
  problem.seed = seed_of(lowering);
  if (lowering.op().type.rfind("RandomNormal", 0) == 0) {
    problem.kind = RandomKind::kNormal;
    problem.first = attributes.get_float("mean", 0);
    problem.second = attributes.get_float("scale", 1);
  } else {
    problem.first = attributes.get_float("low", 0);
    problem.second = attributes.get_float("high", 1);
  }
  lowering.add_step(problem.to_problem(), {}, {lowering.output_argument()});
  return lowering.take();
}

Result<LoweredOp> lower_draws(Lowering& lowering) {
  NIGHTJAR_TRY(lowering.expect_row_major());
  RandomProblem problem;
  problem.kind =
      lowering.op().type == "Bernoulli" ? RandomKind::kBernoulli : RandomKind::kMultinomial;
  problem.seed = seed_of(lowering);
  lowering.add_step(problem.to_problem(), {lowering.input_argument(0)},
                    {lowering.output_argument()});
  return lowering.take();
}

}  // namespace

void add_random_rules(RuleTable& table) {
  for (const char* type :
       {"RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike"}) {
    table[type] = {lower_numbers, nullptr};
  }
  table["Bernoulli"] = {lower_draws, nullptr};
  table["Multinomial"] = {lower_draws, nullptr};
}

}  // namespace nightjar::lower::rules
