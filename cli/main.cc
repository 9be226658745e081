// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "cli/command.h"
#include "worker/probe/build_info.h"

namespace {

using AddCommand = void (*)(nightjar::cli::Command&);

// In the order in which `nightjar --help` lists them.
constexpr AddCommand kCommands[] = {
    nightjar::cli::add_run_command,     nightjar::cli::add_scenarios_command,
    nightjar::cli::add_report_command,  nightjar::cli::add_compare_command,
    nightjar::cli::add_history_command, nightjar::cli::add_query_command,
    nightjar::cli::add_detect_command,  nightjar::cli::add_coordinator_command,
    nightjar::cli::add_worker_command,  nightjar::cli::add_submit_command,
    nightjar::cli::add_status_command,  nightjar::cli::add_devices_command,
    nightjar::cli::add_model_command,   nightjar::cli::add_import_command,
    nightjar::cli::add_lint_command,    nightjar::cli::add_operators_command,
    nightjar::cli::add_verify_command,  nightjar::cli::add_quantize_command,
    nightjar::cli::add_build_command,   nightjar::cli::add_bench_command,
    nightjar::cli::add_inspect_command, nightjar::cli::add_diff_command,
    nightjar::cli::add_why_command,     nightjar::cli::add_refit_command,
    nightjar::cli::add_cache_command,   nightjar::cli::add_load_bench_command,
    nightjar::cli::add_trtexec_command,
};

std::string version() {
  const nightjar::probe::BuildInfo built = nightjar::probe::build_info();
  return fmt::format("nightjar {} ({}{}, {}, {})", NIGHTJAR_VERSION, built.git_revision,
                     built.git_dirty ? " with changes" : "", built.build_type, built.compiler);
}

}  // namespace

int main(int argc, char** argv) {
  nightjar::cli::CommandLine command_line(
      "nightjar",
      "Which model on which device became slower or less accurate, and which layer did it.");
  command_line.set_version(version());
  command_line.set_footer(
      "Exit codes: 0 all is well, 1 an error, 2 a wrong command line, 3 something regressed,\n"
      "4 a scenario failed or was not measured.");
  for (const AddCommand add : kCommands) add(command_line.program());
  return command_line.parse(argc, argv);
}
