// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar calibrate SUITE: how often verdicts are wrong on this machine.
#include <fmt/format.h>

#include <memory>

#include "cli/command.h"
#include "cli/local_house.h"
#include "cli/output.h"
#include "cli/scratch_folder.h"
#include "cli/suite_request.h"
#include "results/report/calibration/calibration.h"

namespace nightjar::cli {
namespace {

struct Arguments {
  SuiteRequest suite;
  HouseOptions house;
  std::string database;
  int64_t pairs = 200;
  bool as_json = false;
};

/// The suite again and again, until there are enough pairs or somebody asks to stop.
Result<report::Calibration> repeat(LocalHouse& house, const store::NewRun& suite, int64_t pairs) {
  report::Calibration calibration;
  while (calibration.total().pairs < pairs && !house.was_stopped()) {
    NIGHTJAR_ASSIGN(const record::Run run, house.run(suite));
    if (house.was_stopped()) break;
    store::Store& store = house.store();
    NIGHTJAR_ASSIGN(const auto measurements, store.runs().measurements(run.sequence));
    NIGHTJAR_ASSIGN(const auto at_first, coordinator::judge_without_proof(store, run.sequence));
    NIGHTJAR_ASSIGN(const auto final, store.verdicts().load(run.sequence));
    const int64_t before = calibration.total().pairs;
    calibration.add(measurements, at_first, final);
    const bool is_repeat = run.sequence > 1;
    if (is_repeat && calibration.total().pairs == before) {
      return invalid_input("no scenario of the suite was measured twice; see 'nightjar run'");
    }
  }
  return calibration;
}

Status calibrate(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const store::NewRun suite, read_request(arguments.suite));
  NIGHTJAR_ASSIGN(const ScratchFolder scratch, ScratchFolder::make("calibrate"));
  const bool is_kept = !arguments.database.empty();
  NIGHTJAR_ASSIGN(const auto house,
                  LocalHouse::open(is_kept ? arguments.database : scratch.path() + "/runs.db",
                                   arguments.house));
  NIGHTJAR_ASSIGN(const auto calibration, repeat(*house, suite, arguments.pairs));
  const OutputChoice output;
  return deliver(output, arguments.as_json
                             ? report::print_calibration_json(calibration)
                             : report::print_calibration(calibration, output.style()));
}

}  // namespace

void add_calibrate_command(Command& program) {
  Command command = program.subcommand(
      "calibrate",
      "Run a suite again and again with nothing changed: how often are verdicts wrong");
  auto arguments = std::make_shared<Arguments>();
  add_suite_options(command, arguments->suite);
  command
      .option("--pairs", arguments->pairs,
              "Measurements to judge against those before them, over all scenarios")
      .between(1, 1'000'000)
      .show_default();
  add_house_options(command, arguments->house);
  command.option("--db", arguments->database, "Keep the runs here; thrown away when left out");
  command.flag("--json", arguments->as_json, "As JSON");
  command.does([arguments] { return calibrate(*arguments); });
}

}  // namespace nightjar::cli
