// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/proof/prover.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "results/record/units.h"
#include "results/statistics/quantile.h"
#include "worker/proof/wording.h"

namespace nightjar::worker::proof {

using record::ProofArm;
using record::ProofOutcome;
using Source = wire::SideChoice::Source;

namespace {

// When a layer explains enough of a change, surely enough, for repeats to end.
constexpr double kClearShare = 0.5;
constexpr double kClearRate = 0.001;
constexpr int64_t kMostPairsForLayers = 16;

/// What was certain once is not open again because later pairs were asked for another reason.
PairAnswer as_differing(PairAnswer answer) {
  answer.finding = PairFinding::kDiffers;
  return answer;
}

}  // namespace

Prover::Prover(record::ProofOrder order, Stock stock)
    : order_(std::move(order)), stock_(std::move(stock)) {
  if (!stock_.has_new_plan) {
    fail("the plan that raised the suspicion is not kept any more; raise --sides-limit");
    return;
  }
  if (!stock_.old_side) {
    duel_.against = ProofArm::kBaseline;
  } else if (stock_.is_other_program && stock_.has_old_program) {
    duel_.against = ProofArm::kOldProgram;
  }
}

void Prover::begin(ProofArm arm) {
  duel_ = Duel{arm, duel_.against, {}, {}, ""};
  differs_ = false;
}

/// The arm that may have to be built goes first; then they change places from pair to pair.
bool Prover::is_arms_turn() const {
  if (duel_.against == ProofArm::kBaseline) return true;
  if (duel_.arm_ns.size() != duel_.against_ns.size()) {
    return duel_.arm_ns.size() < duel_.against_ns.size();
  }
  return duel_.arm_ns.size() % 2 == 0;
}

wire::SideChoice Prover::side_of(ProofArm arm) const {
  if (arm == ProofArm::kNew) return {Source::kKeptPlan, order_.new_side.plan_digest};
  // What was built for the first pair is run again for the others.
  const bool is_built = arm == duel_.arm && !duel_.plan_digest.empty();
  if (is_built) return {Source::kKeptPlan, duel_.plan_digest};
  if (arm == ProofArm::kFresh) return {Source::kFresh, ""};
  const std::string& old_plan = stock_.old_side->plan_digest;
  return {arm == ProofArm::kOldDecisions ? Source::kKeptDecisions : Source::kKeptPlan, old_plan};
}

std::optional<Trial> Prover::next(int64_t elapsed_ns) {
  if (!is_over_ && elapsed_ns >= order_.budget_ns) {
    const PairAnswer last = answer_of(duel_.arm_ns, duel_.against_ns, order_, true);
    settle(differs_ ? as_differing(last) : last);
    // Whatever the next comparison would be, there is no time for it.
    if (!is_over_)
      conclude(ProofOutcome::kAmbiguous, "the budget ended before its cause was found");
  }
  if (is_over_) return std::nullopt;
  const ProofArm arm = is_arms_turn() ? duel_.arm : duel_.against;
  return Trial{arm, side_of(arm)};
}

void Prover::take(const record::JobResult& result) {
  const bool is_arm = is_arms_turn();
  const ProofArm arm = is_arm ? duel_.arm : duel_.against;
  if (result.outcome != record::Outcome::kDone || !(result.latency.median_ns > 0)) {
    const bool was_built = arm == ProofArm::kOldDecisions || arm == ProofArm::kFresh;
    if (!was_built) return fail(fmt::format("{} cannot be repeated: {}", words(arm), result.error));
    return settle(PairAnswer());
  }
  proof_.trials.push_back({arm, result.latency.median_ns, result.plan_digest});
  (is_arm ? duel_.arm_ns : duel_.against_ns).push_back(result.latency.median_ns);
  if (is_arm) duel_.plan_digest = result.plan_digest;
  if (duel_.arm == ProofArm::kNew) {
    (is_arm ? new_profiles_ : old_profiles_).push_back({result.layers, result.latency.median_ns});
  }
  if (duel_.against == ProofArm::kBaseline) duel_.against_ns.push_back(order_.baseline_ns);
  judge();
}

void Prover::judge() {
  const bool is_fresh = duel_.arm == ProofArm::kFresh;
  const bool came_out_new = duel_.plan_digest == order_.new_side.plan_digest;
  const bool came_out_old =
      stock_.old_side && !stock_.has_fault && duel_.plan_digest == stock_.old_side->plan_digest;
  const bool is_first = duel_.arm_ns.size() == 1 && duel_.against_ns.empty();
  // The same bytes run the same way: what was found of them is known.
  if (is_first && is_fresh && came_out_new) return settle({PairFinding::kDiffers, 0, 0, 0});
  if (is_first && duel_.arm == ProofArm::kOldDecisions && came_out_old) {
    return settle({PairFinding::kSame, 0, 0, 0});
  }
  if (duel_.arm_ns.size() != duel_.against_ns.size()) return;
  const PairAnswer answer = answer_of(duel_.arm_ns, duel_.against_ns, order_);
  const auto pairs = static_cast<int64_t>(duel_.arm_ns.size());
  if (answer.finding == PairFinding::kOpen && pairs < kMostPairs && !differs_) return;
  differs_ = differs_ || (duel_.arm == ProofArm::kNew && answer.finding == PairFinding::kDiffers);
  // That the sides differ is known; a few pairs more may tell which layer it is.
  if (differs_ && pairs < kMostPairsForLayers && !is_layer_clear()) return;
  settle(differs_ ? as_differing(answer) : answer);
}

void Prover::settle(const PairAnswer& answer) {
  proof_.comparisons.push_back(
      comparison_of(duel_.arm, duel_.against, duel_.arm_ns, duel_.against_ns, answer, order_));
  const bool differs = answer.finding == PairFinding::kDiffers;
  switch (duel_.arm) {
    case ProofArm::kNew:
      return settle_first(answer);
    case ProofArm::kOldPlan:
      if (!differs) return explain_by_build();
      return conclude(ProofOutcome::kConfirmed,
                      "the old plan is as slow when the new program runs it");
    case ProofArm::kOldDecisions:
      if (!differs) return begin(ProofArm::kFresh);
      return conclude(ProofOutcome::kConfirmed, "built from the old decisions it is no different");
    default:
      break;
  }
  if (differs) {
    return conclude(ProofOutcome::kConfirmed, "a build from scratch comes out the same way");
  }
  if (answer.finding == PairFinding::kSame) {
    return conclude(ProofOutcome::kTacticLuck,
                    "a build from scratch does as well as the old plan, so that one build chose "
                    "by bad luck");
  }
  conclude(ProofOutcome::kAmbiguous, "whether another build would do better was left open");
}

void Prover::settle_first(const PairAnswer& answer) {
  if (answer.finding == PairFinding::kSame) return settle_level();
  if (duel_.against == ProofArm::kBaseline) {
    return conclude(ProofOutcome::kUnproven,
                    "no plan of the earlier runs is kept to run beside it, so that machine and "
                    "code cannot be told apart");
  }
  if (answer.finding == PairFinding::kOpen) {
    return conclude(ProofOutcome::kAmbiguous, "the repeats scatter too much to tell");
  }
  if (stock_.has_fault) {
    return conclude(ProofOutcome::kConfirmed, "the new side carries the fault put in on purpose");
  }
  if (duel_.against == ProofArm::kOldProgram) return begin(ProofArm::kOldPlan);
  explain_by_build();
}

/// The plan is what differs, or nothing can be.
void Prover::explain_by_build() {
  if (order_.new_side.plan_digest != stock_.old_side->plan_digest) {
    return begin(ProofArm::kOldDecisions);
  }
  conclude(ProofOutcome::kAmbiguous,
           duel_.against == ProofArm::kOldProgram
               ? "which part of the program makes the difference was left open"
               : "both are the same plan and program, so the machine itself is unsteady");
}

/// Both sides are alike: either both are as before, or both have changed.
void Prover::settle_level() {
  const double change = level_ns() / order_.baseline_ns - 1;
  const double for_worse = order_.is_faster ? 1 / (1 + change) - 1 : change;
  if (for_worse < order_.threshold) {
    return conclude(ProofOutcome::kNoise, "what was seen does not come again");
  }
  if (stock_.is_other_program && !stock_.has_old_program) {
    return conclude(ProofOutcome::kUnproven,
                    "both have changed alike since the baseline, and the program that measured it "
                    "is not kept (--worker-binary), so that machine and program cannot be told "
                    "apart");
  }
  conclude(ProofOutcome::kEnvironment, "the old side has changed as much, so the machine did it");
}

double Prover::level_ns() const {
  std::vector<double> all;
  for (const record::ProofTrial& trial : proof_.trials) all.push_back(trial.median_ns);
  return statistics::median(all);
}

/// Only of sides that differ: what does not is nobody's fault.
std::vector<record::LayerAttribution> Prover::attributed_layers() const {
  attribution::Options options;
  options.is_plain_host = !order_.device_class.starts_with("cpu");
  return attribution::attribute(old_profiles_, new_profiles_, options);
}

bool Prover::is_layer_clear() const {
  const bool has_layers = !new_profiles_.empty() && !new_profiles_.front().layers.empty();
  if (duel_.against == ProofArm::kBaseline || !has_layers) return true;
  const auto layers = attributed_layers();
  return !layers.empty() && layers.front().share >= kClearShare &&
         layers.front().rate <= kClearRate;
}

void Prover::fail(const std::string& why) {
  is_over_ = true;
  proof_.outcome = ProofOutcome::kUnproven;
  proof_.sentence = "not repeated: " + why;
}

void Prover::conclude(ProofOutcome outcome, const std::string& why) {
  is_over_ = true;
  if (outcome == ProofOutcome::kConfirmed || outcome == ProofOutcome::kTacticLuck) {
    proof_.layers = attributed_layers();
  }
  proof_.outcome = outcome;
  proof_.sentence = describe(proof_, order_, why);
}

record::Proof Prover::proof(int64_t elapsed_ns) const {
  record::Proof proof = proof_;
  proof.duration_ns = static_cast<double>(elapsed_ns);
  return proof;
}

}  // namespace nightjar::worker::proof
