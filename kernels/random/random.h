// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The random family: numbers from a counter and a seed, the same on every run and thread count.
//
// Attributes seed, first, second, and `kind`:
//   uniform      from first up to second: output 0 of floats
//   normal       mean first, deviation second: output 0 of floats
//   bernoulli    0 chances: output 0 of the same extents, 1 with that chance, of any number type
//   multinomial  0 logarithms of weights [batch, classes]: output 0 [batch, draws] of classes
#pragma once

#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class RandomKind : uint8_t { kUniform, kNormal, kBernoulli, kMultinomial };
std::string_view name_of(RandomKind kind);

struct RandomProblem {
  RandomKind kind = RandomKind::kUniform;
  int64_t seed = 0;
  double first = 0, second = 1;  ///< Low and high, or mean and deviation.
  std::vector<tensor::TensorDesc> inputs;
  tensor::TensorDesc output;

  static Result<RandomProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_random(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
