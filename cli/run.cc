// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar run SUITE: from a suite file to verdicts, on this machine.
#include <memory>

#include "cli/command.h"
#include "cli/local_house.h"
#include "cli/results/gather_report.h"
#include "cli/suite_request.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  SuiteRequest suite;
  OutputChoice output;
  HouseOptions house;
};

Result<int> run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(store::NewRun request, read_request(arguments.suite));
  NIGHTJAR_ASSIGN(const auto house, LocalHouse::open(arguments.output.database, arguments.house));
  NIGHTJAR_ASSIGN(const record::Run done, house->run(std::move(request)));
  NIGHTJAR_ASSIGN(const report::RunReport report, gather_report(house->store(), done));
  NIGHTJAR_TRY(deliver(arguments.output, print_report(report, arguments.output)));
  return exit_code_of(report);
}

}  // namespace

void add_run_command(Command& program) {
  Command command = program.subcommand("run", "Run a suite on this machine, from file to verdict");
  auto arguments = std::make_shared<Arguments>();
  add_suite_options(command, arguments->suite);
  add_fault_options(command, arguments->suite);
  add_house_options(command, arguments->house);
  add_output_options(command, arguments->output);
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
