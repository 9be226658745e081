// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/gather_report.h"

#include "cli/command.h"

namespace nightjar::cli {

Result<report::RunReport> gather_report(store::Store& store, const record::Run& run) {
  report::RunReport report;
  report.run = run;
  NIGHTJAR_ASSIGN(report.measurements, store.runs().measurements(run.sequence));
  NIGHTJAR_ASSIGN(report.verdicts, store.verdicts().load(run.sequence));
  NIGHTJAR_ASSIGN(report.left_out, store.runs().left_out(run.sequence));
  return report;
}

int exit_code_of(const report::RunReport& report) {
  if (report::has_regressed(report)) return kExitRegressed;
  return report.measurements.empty() || report::has_unmeasured(report) ? kExitUnmeasured : kExitOk;
}

}  // namespace nightjar::cli
