// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The numbers a verdict stands on, in one place. docs/VERDICT.md gives the reasons.
#pragma once

#include <cstdint>

#include "scenarios/scenario.h"

namespace nightjar::verdict {

/// Change it as a whole: every verdict records what it used.
struct Policy {
  /// Earlier runs that make a baseline.
  int64_t baseline_runs = 20;
  /// A change of level among them is believed from this chance of a false alarm in a series on.
  double level_significance = 0.005;
  /// Whether a run with a fault put in on purpose may be part of a baseline.
  bool faults_in_baseline = false;

  /// What a run's median is believed to vary by from run to run before any history says so
  /// (relative standard deviation), and how many earlier runs that belief is worth.
  double prior_noise_inference = 0.03;
  double prior_noise_kernel = 0.05;
  double prior_noise_build_or_load = 0.25;
  double prior_weight = 8;

  /// A change is real from this many standard deviations on.
  double critical_z = 3;
  /// When the layers single out where it happened and the rest stood still, chance is a poor
  /// explanation: less is enough.
  double critical_z_supported = 2;
  /// Of the changes believed in all series of a run together, the share that may be false, and how
  /// many series that were; 1 for one that is judged alone.
  double false_discovery_rate = 0.05;
  int64_t series_together = 1;
  /// A busy or throttled machine slows every layer alike, by more than any noise that a few runs
  /// have shown. With fewer than `points_to_know_drift` earlier runs, a change that no layer
  /// explains is believed only from this factor on.
  double believed_factor = 3;
  int64_t points_to_know_drift = 8;
  /// From this share of discarded samples on, other programs had the device as well: what the
  /// layers do not single out is then no finding.
  double shared_device_share = 0.25;

  double prior_noise(scenarios::Kind kind) const {
    switch (kind) {
      case scenarios::Kind::kInference:
        return prior_noise_inference;
      case scenarios::Kind::kKernel:
        return prior_noise_kernel;
      case scenarios::Kind::kBuild:
      case scenarios::Kind::kLoad:
        break;
    }
    return prior_noise_build_or_load;
  }
};

}  // namespace nightjar::verdict
