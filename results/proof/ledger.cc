// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/ledger.h"

#include <algorithm>
#include <cmath>

#include "results/statistics/summary.h"

namespace nightjar::proof {
namespace {

/// Squared deviations of log ratios from their means, and how many were free to deviate.
struct Squares {
  double sum = 0, degrees = 0;

  void add(const std::vector<Pair>& pairs) {
    if (pairs.size() < 2) return;
    std::vector<double> ratios;
    for (const Pair& pair : pairs) ratios.push_back(std::log(pair.new_ns / pair.old_ns));
    const double centre = statistics::mean(ratios);
    for (const double ratio : ratios) sum += (ratio - centre) * (ratio - centre);
    degrees += static_cast<double>(pairs.size()) - 1;
  }

  /// Of one run rather than of a difference of two, with a belief about it.
  double blended(double variance, double worth) const {
    return (worth * variance + 0.5 * sum) / (worth + degrees);
  }
};

}  // namespace

Spread learn_spread(std::span<const ProofEvidence> earlier, const Spread& believed) {
  Squares stored, rebuilt;
  for (const ProofEvidence& evidence : earlier) {
    stored.add(evidence.stored);
    rebuilt.add(evidence.rebuilt);
  }
  const double of_process = believed.process * believed.process;
  const double of_both = of_process + believed.build * believed.build;
  Spread learnt = believed;
  const double process = stored.blended(of_process, believed.degrees);
  const double both = rebuilt.blended(of_both, believed.degrees);
  learnt.process = std::sqrt(process);
  // A build that repeats its plan does so for good.
  if (believed.build > 0) learnt.build = std::sqrt(std::max(both - process, 0.01 * both));
  learnt.degrees = believed.degrees + std::max(stored.degrees, rebuilt.degrees);
  return learnt;
}

}  // namespace nightjar::proof
