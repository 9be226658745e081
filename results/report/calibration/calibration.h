// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How often verdicts are wrong where nothing has changed.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/report/terminal.h"

namespace nightjar::report {

/// Of one scenario, or of all: each pair is a measurement in a fresh process, judged against those
/// before it of the same program, plan and device.
struct CalibrationCounts {
  int64_t pairs = 0;
  int64_t suspected = 0;       ///< Regressed, improved, ambiguous or noisy at first.
  int64_t false_at_first = 0;  ///< Regressed or improved, before anything was repeated.
  int64_t false_verdicts = 0;  ///< The same in the end: what a person would have been told.
  int64_t undecided = 0;       ///< Ambiguous or noisy in the end.

  bool operator==(const CalibrationCounts&) const = default;
};

class Calibration {
 public:
  /// The verdicts of one repeat of the suite, before and after suspicions were put to the proof, in
  /// the order of the measurements. First measurements of a series are no pair.
  void add(const std::vector<record::Measurement>& measurements,
           const std::vector<record::Verdict>& at_first, const std::vector<record::Verdict>& final);

  CalibrationCounts total() const;
  /// By display name.
  const std::map<std::string, CalibrationCounts>& scenarios() const { return scenarios_; }

 private:
  std::map<std::string, CalibrationCounts> scenarios_;
};

/// A table, and the rate of false verdicts with its 95 % interval.
std::string print_calibration(const Calibration& calibration, const TerminalStyle& style);
std::string print_calibration_json(const Calibration& calibration);

}  // namespace nightjar::report
