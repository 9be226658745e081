// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tables of a run: what was measured, and where.
#pragma once

#include <string>

#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/report/grid.h"
#include "results/report/run_report.h"

namespace nightjar::report {

/// One row a scenario: median with its interval, p99, throughput, accuracy, change, verdict. The
/// device class has a column only when there are several, and loads when there is one.
Grid measured_grid(const RunReport& report);

/// One row a device class: device, host, program, libraries.
Grid environment_grid(const RunReport& report);

// Cells other tables share.

/// "1.23 ms ±0.4 %".
std::string median_text(double median_ns, double low_ns, double high_ns);
/// "93.2 % cos 0.99998", or a build's plan size and rebuild time.
std::string accuracy_text(const record::JobResult& result);
/// "412/s, p99 3.20 ms [3.10, 3.40]": what a load pattern brought; "-" for none.
std::string load_text(const record::JobResult& result);
/// Word and tone of a verdict.
Cell verdict_cell(record::VerdictKind kind);

}  // namespace nightjar::report
