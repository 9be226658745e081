// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A run and what became of it: one execution of a suite.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/record/record.h"
#include "results/record/series_point.h"
#include "scenarios/expand.h"
#include "scenarios/scenario.h"

namespace nightjar::record {

/// A scenario that no job was made for, because no device of its kind can do it.
using LeftOut = scenarios::LeftOutScenario;

/// One execution of a suite. `sequence` orders runs; the clock readings are for people.
struct Run {
  int64_t sequence = 0;
  std::string suite_name, suite_text;
  scenarios::FaultInjection fault;
  int64_t created_unix_ns = 0;
  int64_t finished_unix_ns = 0;  ///< 0 while jobs are open.

  bool finished() const { return finished_unix_ns != 0; }
  bool operator==(const Run&) const = default;
};

/// "r7": how people name a run.
std::string run_id(int64_t sequence);

/// How many jobs of a run are in which state.
struct JobCounts {
  int64_t queued = 0, leased = 0, done = 0, failed = 0, cancelled = 0;

  int64_t total() const { return queued + leased + done + failed + cancelled; }
  bool finished() const { return queued + leased == 0; }
  bool operator==(const JobCounts&) const = default;
};

/// An ended job: its place in the run, its scenario and what it brought back. Raw samples stay in
/// the store unless asked for.
struct Measurement {
  int64_t run = 0;
  int64_t job_id = 0;
  scenarios::Scenario scenario;
  std::string fingerprint;
  JobResult result;

  const std::string& device_class() const { return result.environment.device_class; }
  bool operator==(const Measurement&) const = default;
};

/// A finished measurement as its series' point.
SeriesPoint to_point(const Measurement& measurement);

}  // namespace nightjar::record
