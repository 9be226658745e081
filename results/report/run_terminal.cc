// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "results/report/findings.h"
#include "results/report/measured.h"
#include "results/report/run_printers.h"
#include "results/report/text_width.h"

namespace nightjar::report {
namespace {

constexpr size_t kLineWidth = 96;

/// `text` in lines of at most kLineWidth cells, each behind `indent`.
std::string wrapped(const std::string& text, const std::string& indent) {
  std::string out, line = indent;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const bool is_first = line.size() == indent.size();
    if (!is_first && text_width(line) + 1 + text_width(word) > kLineWidth) {
      out += line + '\n';
      line = indent + word;
    } else {
      line += (is_first ? "" : " ") + word;
    }
    begin = end + 1;
  }
  return out + line + '\n';
}

std::string finding_text(const Finding& finding, const TerminalStyle& style) {
  const Cell word = verdict_cell(finding.kind);
  std::string out = paint(word.text, word.tone, style) + "  " + printable(finding.scenario) + '\n' +
                    wrapped(printable(finding.sentence), "    ");
  if (!finding.would_change.empty()) {
    out += wrapped("would change this: " + printable(finding.would_change), "    ");
  }
  return out;
}

std::string left_out_text(const RunReport& report) {
  std::string out;
  for (const record::LeftOut& entry : report.left_out) {
    out += wrapped(printable(scenarios::display_name(entry.scenario) + ": " + entry.reason), "  ");
  }
  return out;
}

}  // namespace

std::string print_run_terminal(const RunReport& report, const TerminalStyle& style) {
  std::string out = '\n' + printable(headline(report)) + "\n";
  const std::string fault = fault_notice(report);
  if (!fault.empty()) out += paint("!! " + printable(fault) + " !!", Tone::kBad, style) + '\n';
  out += '\n' + print_terminal(measured_grid(report), style);
  for (const Finding& finding : findings(report)) out += '\n' + finding_text(finding, style);
  if (!report.left_out.empty()) out += "\nLeft out\n" + left_out_text(report);
  const std::string environment = print_terminal(environment_grid(report), style);
  if (!environment.empty()) out += '\n' + environment;
  return out + '\n' + totals_line(report) + '\n';
}

}  // namespace nightjar::report
