// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar calibrate SUITE: how often verdicts are wrong on this machine.
#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/local_house.h"
#include "cli/output.h"
#include "cli/scratch_folder.h"
#include "cli/suite_request.h"
#include "results/report/calibration/calibration.h"
#include "results/report/calibration/variance_ledger.h"

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
class Repetition {
 public:
  Repetition(LocalHouse& house, const store::NewRun& suite, int64_t pairs)
      : house_(house), suite_(suite), pairs_(pairs), pairs_a_run_(suite.scenarios.size()) {}

  /// Counts what an earlier calibration by the same suite has left in the database.
  Status resume() {
    NIGHTJAR_ASSIGN(auto runs, house_.store().runs().list(std::numeric_limits<int64_t>::max()));
    std::reverse(runs.begin(), runs.end());
    for (const record::Run& run : runs) {
      const bool is_ours = run.finished() && run.suite_text == suite_.suite_text;
      if (is_ours && run.fault.empty()) NIGHTJAR_TRY(count(run));
    }
    return {};
  }

  Result<report::Calibration> run() {
    // One more than there are workers, so that none waits for the last proof of a run.
    const size_t most_at_once = house_.worker_count() + 1;
    NIGHTJAR_TRY(house_.run_many(
        most_at_once, [this] { return next(); },
        [&](const record::Run& run) -> Status {
          --under_way_;
          NIGHTJAR_TRY(count(run));
          const bool is_hopeless = ++ended_ > most_at_once && calibration_.total().pairs == 0;
          if (!is_hopeless) return {};
          return invalid_input("no scenario of the suite was measured twice; see 'nightjar run'");
        }));
    return calibration_;
  }

  const report::VarianceLedger& ledger() const { return ledger_; }

 private:
  std::optional<store::NewRun> next() {
    const size_t expected = under_way_ * pairs_a_run_;
    if (calibration_.total().pairs + static_cast<int64_t>(expected) >= pairs_) return std::nullopt;
    ++under_way_;
    return suite_;
  }

  Status count(const record::Run& run) {
    store::Store& store = house_.store();
    NIGHTJAR_ASSIGN(const auto measurements, store.runs().measurements(run.sequence));
    NIGHTJAR_ASSIGN(const auto at_first, coordinator::judge_without_proof(store, run.sequence));
    NIGHTJAR_ASSIGN(const auto final, store.verdicts().load(run.sequence));
    for (const record::Measurement& measurement : measurements) {
      NIGHTJAR_ASSIGN(const auto samples, store.series().samples(measurement.job_id));
      ledger_.add(measurement, samples.latency_ns);
    }
    const int64_t before = calibration_.total().pairs;
    calibration_.add(measurements, at_first, final);
    const auto added = static_cast<size_t>(calibration_.total().pairs - before);
    if (added > 0) pairs_a_run_ = added;
    return {};
  }

  LocalHouse& house_;
  const store::NewRun& suite_;
  int64_t pairs_;
  report::Calibration calibration_;
  report::VarianceLedger ledger_;
  size_t pairs_a_run_, under_way_ = 0, ended_ = 0;
};

Status calibrate(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const store::NewRun suite, read_request(arguments.suite));
  NIGHTJAR_ASSIGN(const ScratchFolder scratch, ScratchFolder::make("calibrate"));
  const bool is_kept = !arguments.database.empty();
  NIGHTJAR_ASSIGN(const auto house,
                  LocalHouse::open(is_kept ? arguments.database : scratch.path() + "/runs.db",
                                   arguments.house));
  Repetition repetition(*house, suite, arguments.pairs);
  NIGHTJAR_TRY(repetition.resume());
  NIGHTJAR_ASSIGN(const auto calibration, repetition.run());
  const OutputChoice output;
  return deliver(output, arguments.as_json
                             ? report::print_calibration_json(calibration)
                             : report::print_ledger(repetition.ledger(), output.style()) + "\n" +
                                   report::print_calibration(calibration, output.style()));
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
  command.option("--db", arguments->database,
                 "Keep the runs here, and go on where an earlier calibration by the same suite was "
                 "stopped; thrown away when left out");
  command.flag("--json", arguments->as_json, "As JSON");
  command.does([arguments] { return calibrate(*arguments); });
}

}  // namespace nightjar::cli
