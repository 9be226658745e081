// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Everything a report of one run is made from, and what it comes to.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/report/grid.h"

namespace nightjar::report {

/// Plain data, from the store.
struct RunReport {
  record::Run run;
  std::vector<record::Measurement> measurements;  ///< One a job, in the suite's order.
  std::vector<record::Verdict> verdicts;          ///< None when the run has not been judged.
  std::vector<record::LeftOut> left_out;
  std::vector<record::Proof> proofs;  ///< Of suspicions that were repeated, or could not be.

  /// Null when the job has not been judged.
  const record::Verdict* verdict_of(int64_t job_id) const;
  /// Null when nothing was suspected of the job.
  const record::Proof* proof_of(int64_t job_id) const;
};

/// Jobs by verdict; those that have none count as not measured when they have not been done.
std::map<record::VerdictKind, int64_t> count_verdicts(const RunReport& report);

/// At least one verdict is regressed.
bool has_regressed(const RunReport& report);
/// At least one scenario failed or was not measured.
bool has_unmeasured(const RunReport& report);

/// "12 ok, 1 regressed, 1 failed; 2 left out".
std::string totals_line(const RunReport& report);

/// "r3 · smoke · 14 scenarios · 2026-11-21 10:04 UTC".
std::string headline(const RunReport& report);

/// What was put in on purpose, by the run's request and by each result's own record; empty for an
/// honest run.
std::string fault_notice(const RunReport& report);

/// "2026-11-21 10:04 UTC"; "-" for 0.
std::string human_time(int64_t unix_ns);

}  // namespace nightjar::report
