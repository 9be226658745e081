// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Two sides that can be run again, for the tests of proofs.
#pragma once

#include <cmath>
#include <random>

#include "results/proof/judge.h"

namespace nightjar::proof::examples {

/// A night on which the new side was suspected of being slower.
struct Sides {
  double of_code = 0;    ///< The program's change, as a log ratio.
  double of_plans = 0;   ///< What tonight's stored plan adds to it.
  double of_night = 0;   ///< What everything does tonight.
  double of_chance = 0;  ///< What raised the suspicion and does not repeat.
  Spread spread{0.004, 0.005, 10};
};

inline double draw(double sd, std::mt19937_64& generator) {
  return std::normal_distribution<double>(0, 1)(generator) * sd;
}

inline Pair run(const Sides& sides, NextPair kind, std::mt19937_64& generator) {
  const bool is_rebuilt = kind == NextPair::kRebuilt;
  const double luck = is_rebuilt ? draw(sides.spread.build * M_SQRT2, generator) : sides.of_plans;
  const double old_side = sides.of_night + draw(sides.spread.process, generator);
  const double new_side =
      sides.of_night + sides.of_code + luck + draw(sides.spread.process, generator);
  return {1e6 * std::exp(old_side), 1e6 * std::exp(new_side)};
}

/// Runs what is asked for until there is an answer.
inline Proof prove(const Sides& sides, uint64_t seed, ProofEvidence& evidence) {
  std::mt19937_64 generator(seed);
  evidence.baseline_ns = 1e6;
  evidence.suspected_ns =
      1e6 * std::exp(sides.of_code + sides.of_plans + sides.of_night + sides.of_chance);
  evidence.spread = sides.spread;
  Proof proof = judge(evidence);
  while (proof.outcome == Outcome::kNeedMore) {
    auto& pairs = proof.next == NextPair::kRebuilt ? evidence.rebuilt : evidence.stored;
    pairs.push_back(run(sides, proof.next, generator));
    proof = judge(evidence);
  }
  return proof;
}

/// Share of `count` nights that come to `outcome`.
inline double share_of(Outcome outcome, const Sides& sides, int count = 1000) {
  int hits = 0;
  for (int seed = 0; seed < count; ++seed) {
    ProofEvidence evidence;
    hits += prove(sides, static_cast<uint64_t>(seed), evidence).outcome == outcome ? 1 : 0;
  }
  return static_cast<double>(hits) / count;
}

}  // namespace nightjar::proof::examples
