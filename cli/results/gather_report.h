// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From the store to the printed report of a run.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/output.h"
#include "results/record/run.h"
#include "results/report/run_report.h"
#include "results/store/store.h"

namespace nightjar::cli {

Result<report::RunReport> gather_report(store::Store& store, const record::Run& run);

/// In the chosen format.
std::string print_report(const report::RunReport& report, const OutputChoice& output);

/// kExitRegressed before kExitUnmeasured before kExitOk. A run without any job is unmeasured.
int exit_code_of(const report::RunReport& report);

}  // namespace nightjar::cli
