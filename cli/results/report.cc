// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar report RUN: one run, measured and judged.
#include <memory>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/results/gather_report.h"

namespace nightjar::cli {
namespace {

struct Options {
  OutputChoice output;
  std::string run = "latest";
};

Result<std::string> report_run(const Options& options, store::Store& store, int& code) {
  NIGHTJAR_ASSIGN(const record::Run run, store.runs().find(options.run));
  NIGHTJAR_ASSIGN(const report::RunReport report, gather_report(store, run));
  code = exit_code_of(report);
  return print_report(report, options.output);
}

}  // namespace

void add_report_command(Command& program) {
  auto options = std::make_shared<Options>();
  Command command =
      program.subcommand("report",
                         "What a run measured and how it was judged; exits with 3 when something "
                         "regressed, with 4 when a scenario failed or was not measured");
  command.option("run", options->run, "r7, latest or latest~1").show_default();
  add_output_options(command, options->output);
  command.does([options] {
    return print_from_store(options->output, [&](store::Store& store, int& code) {
      return report_run(*options, store, code);
    });
  });
}

}  // namespace nightjar::cli
