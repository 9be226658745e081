// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/proof/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "results/record/units.h"
#include "results/statistics/quantile.h"

namespace nightjar::worker::proof {

using record::human_change;
using record::human_duration;
using record::ProofArm;
using record::ProofOutcome;

namespace {

const char* headline(ProofOutcome outcome) {
  switch (outcome) {
    case ProofOutcome::kConfirmed:
      return "confirmed by repeats";
    case ProofOutcome::kTacticLuck:
      return "luck of one build";
    case ProofOutcome::kEnvironment:
      return "the environment";
    case ProofOutcome::kNoise:
      return "noise";
    case ProofOutcome::kAmbiguous:
      return "repeated, and still open";
    case ProofOutcome::kUnproven:
      break;
  }
  return "repeated, and not proven";
}

double median_of(std::span<const double> values) {
  return values.empty() ? 0 : statistics::median(values);
}

std::string describe_pairs(const record::ProofComparison& compared) {
  return fmt::format("{} took {} and {} {}, {} [{}, {}] in {} pair{}", words(compared.arm),
                     human_duration(compared.arm_ns), words(compared.against),
                     human_duration(compared.against_ns), human_change(compared.change),
                     human_change(compared.low), human_change(compared.high), compared.pairs,
                     compared.pairs == 1 ? "" : "s");
}

}  // namespace

const char* words(ProofArm arm) {
  switch (arm) {
    case ProofArm::kOldProgram:
      return "the old program with the old plan";
    case ProofArm::kOldPlan:
      return "the old plan";
    case ProofArm::kNew:
      return "the new plan";
    case ProofArm::kOldDecisions:
      return "a build from the old decisions";
    case ProofArm::kFresh:
      return "a build from scratch";
    case ProofArm::kBaseline:
      break;
  }
  return "the baseline";
}

PairAnswer answer_of(std::span<const double> arm_ns, std::span<const double> against_ns,
                     const record::ProofOrder& order, bool is_last) {
  std::vector<double> log_ratios;
  const double direction = order.is_faster ? -1 : 1;
  for (size_t i = 0; i < std::min(arm_ns.size(), against_ns.size()); ++i) {
    log_ratios.push_back(direction * std::log(arm_ns[i] / against_ns[i]));
  }
  return judge_pairs(log_ratios, order.threshold, is_last,
                     {order.process_spread, order.spread_degrees});
}

record::ProofComparison comparison_of(ProofArm arm, ProofArm against,
                                      std::span<const double> arm_ns,
                                      std::span<const double> against_ns, const PairAnswer& answer,
                                      const record::ProofOrder& order) {
  record::ProofComparison compared;
  compared.arm = arm;
  compared.against = against;
  compared.pairs = static_cast<int64_t>(std::min(arm_ns.size(), against_ns.size()));
  const auto turned = [](double change) { return 1 / (1 + change) - 1; };
  compared.change = order.is_faster ? turned(answer.change) : answer.change;
  compared.low = order.is_faster ? turned(answer.high) : answer.low;
  compared.high = order.is_faster ? turned(answer.low) : answer.high;
  compared.arm_ns = median_of(arm_ns);
  compared.against_ns = median_of(against_ns);
  compared.finding = to_string(answer.finding);
  return compared;
}

std::string describe(const record::Proof& proof, const record::ProofOrder& order,
                     const std::string& why) {
  std::string text = std::string(headline(proof.outcome)) + ": side by side in fresh processes ";
  for (const record::ProofComparison& compared : proof.comparisons) {
    if (compared.pairs == 0) continue;
    if (&compared != &proof.comparisons.front()) text += "; ";
    text += describe_pairs(compared);
  }
  text += fmt::format(", where processes are believed to differ by {} and the baseline is {}; {}",
                      record::human_percent(order.process_spread),
                      human_duration(order.baseline_ns), why);
  return text;
}

}  // namespace nightjar::worker::proof
