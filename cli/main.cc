// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace {

using AddCommand = void (*)(CLI::App&, int&);

// In the order in which `nightjar --help` lists them. A command is there when its source is.
constexpr AddCommand kCommands[] = {
#if __has_include("cli/run.cc")
    nightjar::cli::add_run_command,
#endif
#if __has_include("cli/scenarios.cc")
    nightjar::cli::add_scenarios_command,
#endif
#if __has_include("cli/coordinator.cc")
    nightjar::cli::add_coordinator_command,
#endif
#if __has_include("cli/worker.cc")
    nightjar::cli::add_worker_command,
#endif
#if __has_include("cli/submit.cc")
    nightjar::cli::add_submit_command,
#endif
#if __has_include("cli/status.cc")
    nightjar::cli::add_status_command,
#endif
#if __has_include("cli/devices.cc")
    nightjar::cli::add_devices_command,
#endif
#if __has_include("cli/history.cc")
    nightjar::cli::add_history_command,
#endif
#if __has_include("cli/compare.cc")
    nightjar::cli::add_compare_command,
#endif
#if __has_include("cli/report.cc")
    nightjar::cli::add_report_command,
#endif
#if __has_include("cli/query.cc")
    nightjar::cli::add_query_command,
#endif
#if __has_include("cli/model.cc")
    nightjar::cli::add_model_command,
#endif
#if __has_include("cli/import.cc")
    nightjar::cli::add_import_command,
#endif
#if __has_include("cli/verify.cc")
    nightjar::cli::add_verify_command,
#endif
#if __has_include("cli/build.cc")
    nightjar::cli::add_build_command,
#endif
#if __has_include("cli/bench.cc")
    nightjar::cli::add_bench_command,
#endif
};

constexpr char kVersion[] = "nightjar 0.1.0";

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Which model on which device became slower or less accurate, and which layer did it."};
  app.name("nightjar");
  app.require_subcommand(1);
  app.set_version_flag("--version", kVersion);
  int exit_code = nightjar::cli::kExitOk;
  for (const AddCommand add : kCommands) add(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? nightjar::cli::kExitOk : nightjar::cli::kExitUsage;
  }
  return exit_code;
}
