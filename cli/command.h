// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The subcommands of `nightjar`, each in a file of its own, and the exit codes they share.
#pragma once

#include "base/result.h"
#include "cli/command_line.h"

namespace nightjar::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitError = 1;  ///< Bad input, a refused file, no connection: one sentence.
inline constexpr int kExitUsage = 2;  ///< The command line itself.
inline constexpr int kExitRegressed = 3;   ///< At least one verdict is regressed.
inline constexpr int kExitUnmeasured = 4;  ///< A scenario failed or was not measured.

/// Prints "nightjar: <sentence>" to standard error and returns kExitError.
int complain(const Error& error);

/// Adds all subcommands below to `program`, in the order in which the help lists them.
void add_commands(Command& program);

// Each adds its subcommand to `program`.
void add_run_command(Command& program);
void add_calibrate_command(Command& program);
void add_faults_command(Command& program);
void add_bisect_command(Command& program);
void add_scenarios_command(Command& program);
void add_coordinator_command(Command& program);
void add_worker_command(Command& program);
void add_submit_command(Command& program);
void add_status_command(Command& program);
void add_devices_command(Command& program);
void add_history_command(Command& program);
void add_compare_command(Command& program);
void add_report_command(Command& program);
void add_query_command(Command& program);
void add_detect_command(Command& program);
void add_model_command(Command& program);
void add_import_command(Command& program);
void add_lint_command(Command& program);
void add_operators_command(Command& program);
void add_quantize_command(Command& program);
void add_blame_command(Command& program);
void add_build_command(Command& program);
void add_bench_command(Command& program);
void add_inspect_command(Command& program);
void add_diff_command(Command& program);
void add_why_command(Command& program);
void add_verify_command(Command& program);
void add_refit_command(Command& program);
void add_cache_command(Command& program);
void add_load_bench_command(Command& program);
void add_trtexec_command(Command& program);

}  // namespace nightjar::cli
