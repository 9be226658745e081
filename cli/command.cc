// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <cstdio>

namespace nightjar::cli {
namespace {

using AddCommand = void (*)(Command&);

// In the order in which `nightjar --help` lists them.
constexpr AddCommand kCommands[] = {
    add_run_command,       add_calibrate_command,  add_faults_command,      add_bisect_command,
    add_scenarios_command, add_report_command,     add_compare_command,     add_history_command,
    add_query_command,     add_detect_command,     add_coordinator_command, add_worker_command,
    add_submit_command,    add_status_command,     add_devices_command,     add_model_command,
    add_import_command,    add_lint_command,       add_operators_command,   add_verify_command,
    add_blame_command,     add_quantize_command,   add_build_command,       add_bench_command,
    add_inspect_command,   add_diff_command,       add_why_command,         add_refit_command,
    add_cache_command,     add_load_bench_command, add_trtexec_command,
};

}  // namespace

int complain(const Error& error) {
  std::fprintf(stderr, "nightjar: %s\n", error.message.c_str());
  return kExitError;
}

void add_commands(Command& program) {
  for (const AddCommand add : kCommands) add(program);
}

}  // namespace nightjar::cli
