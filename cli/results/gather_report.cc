// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/results/gather_report.h"

#include "cli/command.h"
#include "results/report/run_printers.h"

namespace nightjar::cli {

Result<report::RunReport> gather_report(store::Store& store, const record::Run& run) {
  report::RunReport report;
  report.run = run;
  NIGHTJAR_ASSIGN(report.measurements, store.runs().measurements(run.sequence));
  NIGHTJAR_ASSIGN(report.verdicts, store.verdicts().load(run.sequence));
  NIGHTJAR_ASSIGN(report.proofs, store.proofs().load(run.sequence));
  NIGHTJAR_ASSIGN(report.left_out, store.runs().left_out(run.sequence));
  return report;
}

std::string print_report(const report::RunReport& report, const OutputChoice& output) {
  switch (output.chosen()) {
    case Format::kMarkdown:
      return report::print_run_markdown(report);
    case Format::kCsv:
      return report::print_run_csv(report);
    case Format::kJson:
      return report::print_run_json(report);
    case Format::kTerminal:
      break;
  }
  return report::print_run_terminal(report, output.style());
}

int exit_code_of(const report::RunReport& report) {
  if (report::has_regressed(report)) return kExitRegressed;
  return report.measurements.empty() || report::has_unmeasured(report) ? kExitUnmeasured : kExitOk;
}

}  // namespace nightjar::cli
