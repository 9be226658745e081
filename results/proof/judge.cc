// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/judge.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "results/proof/likelihood.h"
#include "results/proof/wording.h"
#include "results/statistics/distributions.h"

namespace nightjar::proof {
namespace {

enum class Answer : uint8_t { kOpen, kYes, kNo };

/// The suspected direction: 1 where tonight was slower.
double sign_of(const ProofEvidence& evidence) {
  return evidence.suspected_ns >= evidence.baseline_ns ? 1 : -1;
}

std::vector<double> ratios_of(const std::vector<Pair>& pairs, double sign) {
  std::vector<double> ratios;
  for (const Pair& pair : pairs) ratios.push_back(sign * std::log(pair.new_ns / pair.old_ns));
  return ratios;
}

/// The evidence that is left without the ratio that favours it most.
double evidence_without_best(std::vector<double> ratios, const Spread& spread, double least) {
  if (ratios.size() < 2) return -HUGE_VAL;
  double left = HUGE_VAL;
  for (size_t i = 0; i < ratios.size(); ++i) {
    std::vector<double> others(ratios);
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    left = std::min(left, log_evidence(Likelihood({{}, others}, spread), least, least / 4));
  }
  return left;
}

class Judge {
 public:
  Judge(const ProofEvidence& evidence, const ProofPolicy& policy)
      : evidence_(evidence),
        policy_(policy),
        least_(std::log1p(policy.least_change)),
        ratios_{ratios_of(evidence.stored, sign_of(evidence)),
                ratios_of(evidence.rebuilt, sign_of(evidence))} {
    // Where a rebuild repeats the plan, a stored pair is as good as a rebuilt one.
    if (evidence.spread.build > 0) return;
    ratios_.rebuilt.insert(ratios_.rebuilt.end(), ratios_.stored.begin(), ratios_.stored.end());
    ratios_.stored.clear();
  }

  Proof judge() const {
    Proof proof = decide();
    describe(proof);
    return proof;
  }

 private:
  bool has_builds() const { return evidence_.spread.build > 0; }

  /// Has the program changed? Only what was built anew can say yes; all pairs can say no.
  Answer of_code() const {
    const double bar = -std::log(policy_.confirm_risk);
    if (evidence_without_best(ratios_.rebuilt, evidence_.spread, least_) >= bar) {
      return Answer::kYes;
    }
    const Likelihood all(ratios_, evidence_.spread);
    const bool is_no = all.log_ratio(least_, 0) <= std::log(policy_.reject_risk);
    return is_no ? Answer::kNo : Answer::kOpen;
  }

  /// Do the two stored plans differ, whatever made them? A few pairs settle it: nobody is accused.
  Answer of_plans() const {
    constexpr size_t kMostPairs = 4;
    Spread one_plan = evidence_.spread;
    one_plan.build = 0;
    const double odds = Likelihood({{}, ratios_.stored}, one_plan).log_ratio(least_, 0);
    const double bar = ratios_.stored.size() < kMostPairs ? -std::log(policy_.reject_risk) : 0;
    if (odds > bar) return Answer::kYes;
    return odds <= -bar ? Answer::kNo : Answer::kOpen;
  }

  Proof decide() const {
    const int64_t pairs = static_cast<int64_t>(evidence_.stored.size() + evidence_.rebuilt.size());
    if (pairs == 0) return {};
    const Answer code = of_code();
    if (code == Answer::kYes) return ended(Outcome::kConfirmedInCode);
    if (code == Answer::kNo) {
      const Answer plans = has_builds() ? of_plans() : Answer::kNo;
      if (plans == Answer::kNo)
        return ended(old_side_moved() ? Outcome::kEnvironment : Outcome::kNoise);
      if (plans == Answer::kYes) return ended(Outcome::kTacticLuck);
      return asked_for(NextPair::kStored, pairs);
    }
    if (!has_builds()) return asked_for(NextPair::kStored, pairs);
    if (evidence_.can_rebuild) return asked_for(NextPair::kRebuilt, pairs);
    // Without rebuilding, plans that differ may differ by code or by luck.
    if (of_plans() == Answer::kYes) return ended(Outcome::kAmbiguous);
    return asked_for(NextPair::kStored, pairs);
  }

  /// Whether the old plan now shows at least half of what was suspected.
  bool old_side_moved() const {
    double sum = 0;
    for (const std::vector<Pair>* pairs : {&evidence_.stored, &evidence_.rebuilt}) {
      for (const Pair& pair : *pairs) sum += std::log(pair.old_ns / evidence_.baseline_ns);
    }
    const auto count = static_cast<double>(evidence_.stored.size() + evidence_.rebuilt.size());
    const double suspected = std::log(evidence_.suspected_ns / evidence_.baseline_ns);
    return sign_of(evidence_) * sum / count >= 0.5 * std::fabs(suspected);
  }

  Proof asked_for(NextPair next, int64_t pairs) const {
    if (pairs >= policy_.most_pairs) return ended(Outcome::kAmbiguous);
    Proof proof;
    proof.next = next;
    return proof;
  }

  static Proof ended(Outcome outcome) {
    Proof proof;
    proof.outcome = outcome;
    proof.next = NextPair::kNone;
    return proof;
  }

  void describe(Proof& proof) const {
    Ratios ratios = ratios_;
    Spread spread = evidence_.spread;
    if (proof.outcome == Outcome::kTacticLuck) {
      ratios = {{}, ratios_.stored};
      spread.build = 0;
    } else if (!ratios_.rebuilt.empty()) {
      ratios.stored.clear();
      proof.odds = std::exp(log_evidence(Likelihood(ratios, spread), least_, least_ / 4));
    }
    const Likelihood likelihood(ratios, spread);
    if (likelihood.size() > 0) estimate(likelihood, sign_of(evidence_), proof);
    proof.sentence = describe_proof(proof, evidence_);
  }

  static void estimate(const Likelihood& likelihood, double sign, Proof& proof) {
    const double reach =
        likelihood.error() * statistics::student_t_quantile(0.975, likelihood.degrees());
    const double ends[] = {sign * likelihood.mean() - reach, sign * likelihood.mean() + reach};
    proof.change = std::expm1(sign * likelihood.mean());
    proof.change_low = std::expm1(ends[0]);
    proof.change_high = std::expm1(ends[1]);
  }

  const ProofEvidence& evidence_;
  const ProofPolicy& policy_;
  double least_;  ///< As a log ratio.
  Ratios ratios_;
};

}  // namespace

const char* to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::kNeedMore:
      return "need_more";
    case Outcome::kConfirmedInCode:
      return "confirmed_in_code";
    case Outcome::kTacticLuck:
      return "tactic_luck";
    case Outcome::kEnvironment:
      return "environment";
    case Outcome::kNoise:
      return "noise";
    case Outcome::kAmbiguous:
      break;
  }
  return "ambiguous";
}

const char* to_string(NextPair next) {
  switch (next) {
    case NextPair::kStored:
      return "stored";
    case NextPair::kRebuilt:
      return "rebuilt";
    case NextPair::kNone:
      break;
  }
  return "none";
}

Proof judge(const ProofEvidence& evidence, const ProofPolicy& policy) {
  const auto is_positive = [](const Pair& pair) { return pair.old_ns > 0 && pair.new_ns > 0; };
  NIGHTJAR_CHECK(evidence.baseline_ns > 0 && evidence.suspected_ns > 0 &&
                     std::all_of(evidence.stored.begin(), evidence.stored.end(), is_positive) &&
                     std::all_of(evidence.rebuilt.begin(), evidence.rebuilt.end(), is_positive),
                 "a proof is made of positive times");
  NIGHTJAR_CHECK(evidence.spread.process > 0 && evidence.spread.degrees > 0,
                 "a proof needs a spread between processes");
  return Judge(evidence, policy).judge();
}

}  // namespace nightjar::proof
