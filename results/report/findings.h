// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The parts of a run's report that are told in sentences: findings, failures, what was left out.
#pragma once

#include <string>
#include <vector>

#include "results/report/run_report.h"

namespace nightjar::report {

/// A scenario that needs a sentence.
struct Finding {
  std::string scenario;
  record::VerdictKind kind = record::VerdictKind::kOk;
  std::string sentence, would_change;
};

/// Worst first: regressed, failed, not measured, ambiguous, noisy, improved; ok and new are not
/// among them.
std::vector<Finding> findings(const RunReport& report);

}  // namespace nightjar::report
