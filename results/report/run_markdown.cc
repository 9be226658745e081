// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/findings.h"
#include "results/report/markdown.h"
#include "results/report/measured.h"
#include "results/report/run_printers.h"

namespace nightjar::report {
namespace {

std::string finding_text(const Finding& finding) {
  std::string out = "- **" + escape_markdown(verdict_cell(finding.kind).text) + "** " +
                    escape_markdown(finding.scenario) + ": " + escape_markdown(finding.sentence) +
                    ".";
  if (!finding.would_change.empty()) {
    out += " Would change this: " + escape_markdown(finding.would_change) + ".";
  }
  return out + '\n';
}

std::string findings_text(const RunReport& report) {
  std::string out;
  for (const Finding& finding : findings(report)) out += finding_text(finding);
  return out.empty() ? out : "\n## Findings\n\n" + out;
}

std::string left_out_text(const RunReport& report) {
  if (report.left_out.empty()) return {};
  std::string out = "\n## Left out\n\n";
  for (const record::LeftOut& entry : report.left_out) {
    out += "- " + escape_markdown(scenarios::display_name(entry.scenario)) + ": " +
           escape_markdown(entry.reason) + '\n';
  }
  return out;
}

}  // namespace

std::string print_run_markdown(const RunReport& report) {
  std::string out = "# " + escape_markdown(headline(report)) + "\n\n";
  const std::string fault = fault_notice(report);
  if (!fault.empty()) out += "> **" + escape_markdown(fault) + "**\n\n";
  out += escape_markdown(totals_line(report)) + "\n\n" + print_markdown(measured_grid(report));
  out += findings_text(report) + left_out_text(report);
  const std::string environment = print_markdown(environment_grid(report));
  return environment.empty() ? out : out + "\n## Environment\n\n" + environment;
}

}  // namespace nightjar::report
