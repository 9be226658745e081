// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/nights.h"

#include <cmath>

#include "results/proof/judge.h"

namespace nightjar::rivals {
namespace {

constexpr double kLevelNs = 1e6;
constexpr int64_t kInTime = 7;  ///< Nights within which an alert is a hit.

double share(int64_t part, int64_t other) {
  return part + other == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + other);
}

/// One series, night after night.
class Series {
 public:
  Series(const NightsRecipe& recipe, uint64_t seed) : recipe_(recipe), generator_(seed) {
    if (recipe.step == 0) return;
    change_ = std::uniform_int_distribution<int64_t>(60, 189)(generator_);
  }

  void watch(const Watch& watch, NightsTally& tally) {
    for (int64_t night = 0; night < recipe_.nights; ++night) {
      const double level = change_ >= 0 && night >= change_ ? std::log1p(recipe_.step) : 0;
      // The old side is that of the last alert: what was accepted then.
      Night tonight(recipe_, reference_build_, generator_);
      tonight.begin(level - reference_level_);
      history_.push_back(tonight.value_ns() * std::exp(reference_level_));
      if (night == 0) reference_build_ = tonight.build();
      const bool is_alert = watch(history_, tonight);
      tally.runs += 2 * tonight.pairs_run();
      if (is_alert) alert(night, level, tonight.build(), tally);
    }
    tally.nights += recipe_.nights;
    if (change_ >= 0 && !is_hit_) ++tally.missed;
  }

 private:
  void alert(int64_t night, double level, double build, NightsTally& tally) {
    const bool is_in_time = change_ >= 0 && night >= change_ && night < change_ + kInTime;
    if (is_in_time && !is_hit_) {
      is_hit_ = true;
      ++tally.hits;
      tally.nights_late += night - change_;
    } else {
      ++tally.false_alarms;
    }
    history_.clear();
    reference_level_ = level;
    reference_build_ = build;
  }

  const NightsRecipe& recipe_;
  std::mt19937_64 generator_;
  int64_t change_ = -1;
  std::vector<double> history_;
  double reference_level_ = 0, reference_build_ = 0;
  bool is_hit_ = false;
};

}  // namespace

Night::Night(const NightsRecipe& recipe, double reference_build, std::mt19937_64& generator)
    : recipe_(recipe), reference_build_(reference_build), generator_(generator) {}

void Night::begin(double log_level) {
  log_level_ = log_level;
  day_ = draw(recipe_.day);
  build_ = draw(recipe_.build);
  value_ns_ = run(log_level_, build_);
}

double Night::run(double log_level, double build) {
  const double wild =
      uniform_(generator_) < recipe_.wild_runs ? 1.05 + 0.25 * uniform_(generator_) : 1;
  return kLevelNs * wild * std::exp(log_level + day_ + build + draw(recipe_.process));
}

proof::Pair Night::run_pair(bool is_rebuilt) {
  ++pairs_run_;
  const double old_build = is_rebuilt ? draw(recipe_.build) : reference_build_;
  const double new_build = is_rebuilt ? draw(recipe_.build) : build_;
  proof::Pair pair;
  pair.old_ns = run(0, old_build);
  pair.new_ns = run(log_level_, new_build);
  return pair;
}

Watch watch_by(const Rule& rule) {
  return [rule](std::span<const double> history, Night&) {
    constexpr size_t kNewest = 8;
    const Found found = rule(history);
    return !found.empty() && found.back() + kNewest >= history.size();
  };
}

Watch watch_by_proof(const proof::Spread& believed, const proof::ProofPolicy& policy,
                     const proof::SuspicionPolicy& suspicion) {
  return [=](std::span<const double> history, Night& tonight) {
    const proof::Suspicion suspected = proof::suspect(history, suspicion);
    if (!suspected.is_raised) return false;
    proof::ProofEvidence evidence;
    evidence.baseline_ns = suspected.baseline_ns;
    // Two slow nights may raise a suspicion on one that is not slow itself.
    evidence.suspected_ns = std::max(history.back(), suspected.baseline_ns);
    evidence.spread = believed;
    proof::Proof proof = judge(evidence, policy);
    while (proof.outcome == proof::Outcome::kNeedMore) {
      const bool is_rebuilt = proof.next == proof::NextPair::kRebuilt;
      (is_rebuilt ? evidence.rebuilt : evidence.stored).push_back(tonight.run_pair(is_rebuilt));
      proof = judge(evidence, policy);
    }
    return proof.outcome == proof::Outcome::kConfirmedInCode;
  };
}

double NightsTally::precision() const { return share(hits, false_alarms); }
double NightsTally::recall() const { return share(hits, missed); }

double NightsTally::delay() const {
  return hits == 0 ? 0 : static_cast<double>(nights_late) / static_cast<double>(hits);
}

double NightsTally::false_per_thousand() const {
  return nights == 0 ? 0 : 1000.0 * static_cast<double>(false_alarms) / static_cast<double>(nights);
}

double NightsTally::extra_runs() const {
  return nights == 0 ? 0 : static_cast<double>(runs) / static_cast<double>(nights);
}

NightsTally try_watch(const Watch& watch, const NightsRecipe& recipe, int64_t count,
                      uint64_t seed) {
  NightsTally tally;
  std::mt19937_64 seeds(seed);
  for (int64_t i = 0; i < count; ++i) Series(recipe, seeds()).watch(watch, tally);
  return tally;
}

}  // namespace nightjar::rivals
