// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Simulated nights of series that can be run again, and how well a way of alerting does on them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <vector>

#include "results/proof/evidence.h"
#include "results/proof/suspicion.h"
#include "results/rivals/trial.h"

namespace nightjar::rivals {

/// A night's value is level * exp(day + build + process), each drawn anew, of these relative
/// standard deviations. A series has 250 nights; from one between 60 and 189 on it is slower by
/// `step`.
struct NightsRecipe {
  double day = 0.015, build = 0.005, process = 0.004;
  double step = 0;
  double wild_runs = 0;  ///< Share of runs, in nights and in pairs, that are 5 to 30 % too slow.
  int64_t nights = 250;
};

/// One night: its value, and both sides to run again.
class Night {
 public:
  Night(const NightsRecipe& recipe, double reference_build, std::mt19937_64& generator);

  void begin(double log_level);
  double value_ns() const { return value_ns_; }
  double build() const { return build_; }
  /// The old side has level 1 and the build of the reference.
  proof::Pair run_pair(bool is_rebuilt);
  int64_t pairs_run() const { return pairs_run_; }

 private:
  double draw(double sd) { return sd * normal_(generator_); }
  double run(double log_level, double build);

  const NightsRecipe& recipe_;
  double reference_build_;
  std::mt19937_64& generator_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  double log_level_ = 0, day_ = 0, build_ = 0, value_ns_ = 0;
  int64_t pairs_run_ = 0;
};

/// Looks at all values since its last alert, tonight's last, and may run pairs; true for an alert.
using Watch = std::function<bool(std::span<const double> history_ns, Night& tonight)>;

/// A rule for whole series as one for nights: an alert when it reports a change among the newest
/// eight values.
Watch watch_by(const Rule& rule);

/// A suspicion, then a proof: ours. `believed` is the spread that the proof is told.
Watch watch_by_proof(const proof::Spread& believed, const proof::ProofPolicy& policy = {},
                     const proof::SuspicionPolicy& suspicion = {});

/// An alert within seven nights of the step is a hit, every other one is false.
struct NightsTally {
  int64_t hits = 0, false_alarms = 0, missed = 0, nights = 0, runs = 0;
  int64_t nights_late = 0;  ///< Of all hits together.

  double precision() const;
  double recall() const;
  double delay() const;
  double false_per_thousand() const;
  double extra_runs() const;  ///< A series and night.
};

/// The tally of `count` series from a seed. After an alert the history and the old side begin anew.
NightsTally try_watch(const Watch& watch, const NightsRecipe& recipe, int64_t count, uint64_t seed);

}  // namespace nightjar::rivals
