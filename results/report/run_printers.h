// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The report of one run, printed four ways; each printer is a file of its own.
#pragma once

#include <string>

#include "results/report/run_report.h"
#include "results/report/terminal.h"

namespace nightjar::report {

std::string print_run_terminal(const RunReport& report, const TerminalStyle& style = {});
std::string print_run_markdown(const RunReport& report);
/// Everything, with all digits; durations in nanoseconds.
std::string print_run_json(const RunReport& report);
/// One row a scenario with all digits; durations in nanoseconds.
std::string print_run_csv(const RunReport& report);

}  // namespace nightjar::report
