// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/proof/pair_rule.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/proof/judge.h"
#include "results/statistics/quantile.h"

namespace nightjar::worker::proof {
namespace {

using nightjar::proof::Outcome;

constexpr size_t kFewestPairs = 4;
constexpr size_t kLooks[] = {8, 12, 16, 24, 32, 40};  // Of the rule by ranks.
constexpr double kQuantile = 2.807;  // Of a normal distribution, for 99.5 % at each look.

PairFinding finding_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kConfirmedInCode:
      return PairFinding::kDiffers;
    case Outcome::kNoise:
    case Outcome::kEnvironment:
      return PairFinding::kSame;
    default:
      break;
  }
  return PairFinding::kOpen;
}

}  // namespace

const char* to_string(PairFinding finding) {
  switch (finding) {
    case PairFinding::kDiffers:
      return "differs";
    case PairFinding::kSame:
      return "same";
    case PairFinding::kOpen:
      break;
  }
  return "open";
}

namespace {

/// By likelihood, at any time: quick where the machine is calm.
PairAnswer by_likelihood(std::span<const double> log_ratios, double threshold,
                         const ProcessSpread& spread) {
  nightjar::proof::ProofEvidence evidence;
  evidence.baseline_ns = 1;
  evidence.suspected_ns = 1 + threshold;
  evidence.spread = {spread.deviation, 0, spread.degrees};
  evidence.can_rebuild = false;
  for (const double ratio : log_ratios) evidence.stored.push_back({1, std::exp(ratio)});
  nightjar::proof::ProofPolicy policy;
  policy.least_change = threshold;
  policy.most_pairs = kMostPairs;
  const nightjar::proof::Proof proof = judge(evidence, policy);
  return {finding_of(proof.outcome), proof.change, proof.change_low, proof.change_high};
}

/// Hodges and Lehmann's estimate of the middle of a symmetric distribution, with the interval that
/// belongs to Wilcoxon's signed-rank test: both from the means of all pairs of values. A few
/// disturbed ratios do not move it.
PairAnswer by_ranks(std::span<const double> log_ratios, double threshold) {
  std::vector<double> means;
  for (size_t i = 0; i < log_ratios.size(); ++i) {
    for (size_t j = i; j < log_ratios.size(); ++j) {
      means.push_back(0.5 * (log_ratios[i] + log_ratios[j]));
    }
  }
  std::sort(means.begin(), means.end());
  const auto n = static_cast<double>(log_ratios.size());
  const double rank = n * (n + 1) / 4 - kQuantile * std::sqrt(n * (n + 1) * (2 * n + 1) / 24);
  const auto cut = static_cast<size_t>(std::max(0.0, std::floor(rank)));
  PairAnswer answer;
  answer.change = std::expm1(statistics::median(means));
  answer.low = std::expm1(means[cut]);
  answer.high = std::expm1(means[means.size() - 1 - cut]);
  if (answer.low > 0 && answer.change >= threshold) answer.finding = PairFinding::kDiffers;
  if (answer.high < threshold) answer.finding = PairFinding::kSame;
  return answer;
}

}  // namespace

PairAnswer judge_pairs(std::span<const double> log_ratios, double threshold, bool is_last,
                       const ProcessSpread& spread) {
  if (log_ratios.empty()) return {};
  PairAnswer likely = by_likelihood(log_ratios, threshold, spread);
  if (log_ratios.size() < kFewestPairs) likely.finding = PairFinding::kOpen;
  const bool is_look =
      std::find(std::begin(kLooks), std::end(kLooks), log_ratios.size()) != std::end(kLooks) ||
      (is_last && log_ratios.size() > kLooks[0]);
  if (likely.finding != PairFinding::kOpen || !is_look) return likely;
  return by_ranks(log_ratios, threshold);
}

}  // namespace nightjar::worker::proof
