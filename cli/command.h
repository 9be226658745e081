// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The subcommands of `nightjar`, each in a file of its own, and the exit codes they share.
#pragma once

#include "base/result.h"

namespace CLI {
class App;
}

namespace nightjar::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitError = 1;  ///< Bad input, a refused file, no connection: one sentence.
inline constexpr int kExitUsage = 2;  ///< The command line itself.
inline constexpr int kExitRegressed = 3;   ///< At least one verdict is regressed.
inline constexpr int kExitUnmeasured = 4;  ///< A scenario failed or was not measured.

/// Prints "nightjar: <sentence>" to standard error and returns kExitError.
int complain(const Error& error);

// Each adds its subcommand to `app`. When the user chose it, its callback runs it and sets
// `exit_code`, which outlives the parse.
void add_run_command(CLI::App& app, int& exit_code);
void add_scenarios_command(CLI::App& app, int& exit_code);
void add_coordinator_command(CLI::App& app, int& exit_code);
void add_worker_command(CLI::App& app, int& exit_code);
void add_submit_command(CLI::App& app, int& exit_code);
void add_status_command(CLI::App& app, int& exit_code);
void add_devices_command(CLI::App& app, int& exit_code);
void add_history_command(CLI::App& app, int& exit_code);
void add_compare_command(CLI::App& app, int& exit_code);
void add_report_command(CLI::App& app, int& exit_code);
void add_query_command(CLI::App& app, int& exit_code);
void add_model_command(CLI::App& app, int& exit_code);
void add_import_command(CLI::App& app, int& exit_code);
void add_lint_command(CLI::App& app, int& exit_code);
void add_operators_command(CLI::App& app, int& exit_code);
void add_build_command(CLI::App& app, int& exit_code);
void add_bench_command(CLI::App& app, int& exit_code);
void add_inspect_command(CLI::App& app, int& exit_code);
void add_diff_command(CLI::App& app, int& exit_code);
void add_why_command(CLI::App& app, int& exit_code);
void add_verify_command(CLI::App& app, int& exit_code);

}  // namespace nightjar::cli
