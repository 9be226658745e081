// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar faults SUITE: how often a fault put in on purpose is traced to its layer and its class.
#include <algorithm>
#include <limits>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/local_house.h"
#include "cli/output.h"
#include "cli/scratch_folder.h"
#include "cli/suite_request.h"
#include "results/report/calibration/fault_score.h"

namespace nightjar::cli {
namespace {

using report::FaultCase;
using scenarios::FaultKind;

struct Arguments {
  SuiteRequest suite;
  HouseOptions house;
  std::string database;
  int64_t cases = 60, sound_runs = 3;
  double threshold = 0.02;
  bool as_json = false;
};

/// Every case is a run of its own: one scenario with one fault, measured, suspected, repeated
/// beside the sound plan, and attributed, as it is any night.
class Experiment {
 public:
  Experiment(LocalHouse& house, store::NewRun suite, const Arguments& arguments)
      : house_(house), suite_(std::move(suite)), arguments_(arguments) {
    for (scenarios::Scenario& scenario : suite_.scenarios) {
      scenario.limits.latency_threshold = arguments_.threshold;
    }
    const auto kinds = static_cast<int64_t>(report::timed_fault_kinds().size());
    cases_a_kind_ = (arguments_.cases + kinds - 1) / kinds;
  }

  Result<report::FaultScore> run() {
    NIGHTJAR_TRY(count_earlier_runs());
    while (sound_runs_ < arguments_.sound_runs && !house_.was_stopped()) {
      NIGHTJAR_ASSIGN(const record::Run run, house_.run(suite_));
      NIGHTJAR_TRY(take_sound(run));
    }
    NIGHTJAR_TRY(house_.run_many(
        house_.worker_count(), [this] { return next(); },
        [this](const record::Run& run) -> Status {
          under_way_[run.fault.kind] -= 1;
          return take(run);
        }));
    return score_;
  }

 private:
  /// What an earlier experiment by the same suite has left in the database.
  Status count_earlier_runs() {
    NIGHTJAR_ASSIGN(auto runs, house_.store().runs().list(std::numeric_limits<int64_t>::max()));
    std::reverse(runs.begin(), runs.end());
    for (const record::Run& run : runs) {
      if (!run.finished() || run.suite_text != suite_.suite_text) continue;
      NIGHTJAR_TRY(run.fault.empty() ? take_sound(run) : take(run));
    }
    return {};
  }

  Status take_sound(const record::Run& run) {
    ++sound_runs_;
    NIGHTJAR_ASSIGN(const auto measurements, house_.store().runs().measurements(run.sequence));
    std::vector<record::Measurement> done;
    for (const record::Measurement& measurement : measurements) {
      if (measurement.result.outcome == record::Outcome::kDone) done.push_back(measurement);
    }
    if (done.empty()) return invalid_input("no scenario of the suite could be measured");
    if (waiting_.empty()) waiting_ = report::fault_cases(done);
    return {};
  }

  /// Of the kind that has the fewest counted, and any left.
  std::optional<store::NewRun> next() {
    std::vector<FaultCase>* fewest = nullptr;
    int64_t least = cases_a_kind_;
    for (auto& [kind, cases] : waiting_) {
      const int64_t counted = score_.counted(kind) + under_way_[kind];
      if (cases.empty() || counted >= least) continue;
      least = counted;
      fewest = &cases;
    }
    if (fewest == nullptr) return std::nullopt;
    store::NewRun run = suite_;
    run.scenarios = {fewest->front().scenario};
    run.fault = fewest->front().fault;
    fewest->erase(fewest->begin());
    under_way_[run.fault.kind] += 1;
    return run;
  }

  Status take(const record::Run& run) {
    store::Store& store = house_.store();
    NIGHTJAR_ASSIGN(const auto measurements, store.runs().measurements(run.sequence));
    NIGHTJAR_ASSIGN(const auto proofs, store.proofs().load(run.sequence));
    if (measurements.empty()) return {};
    const FaultCase of{measurements.front().scenario, run.fault};
    report::FaultTrial trial =
        report::try_fault(of, measurements.front().result,
                          proofs.empty() ? nullptr : &proofs.front(), arguments_.threshold);
    // What was cancelled in an earlier experiment is tried again.
    if (trial.finding != report::FaultFinding::kUnfit) {
      std::erase_if(waiting_[run.fault.kind], [&](const FaultCase& waiting) {
        return waiting.fault == of.fault &&
               fingerprint(waiting.scenario) == fingerprint(of.scenario);
      });
    }
    score_.add(std::move(trial));
    return {};
  }

  LocalHouse& house_;
  store::NewRun suite_;
  const Arguments& arguments_;
  int64_t cases_a_kind_ = 0, sound_runs_ = 0;
  std::map<FaultKind, std::vector<FaultCase>> waiting_;
  std::map<FaultKind, int64_t> under_way_;
  report::FaultScore score_;
};

Status put_faults(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(store::NewRun suite, read_request(arguments.suite));
  NIGHTJAR_ASSIGN(const ScratchFolder scratch, ScratchFolder::make("faults"));
  const bool is_kept = !arguments.database.empty();
  NIGHTJAR_ASSIGN(const auto house,
                  LocalHouse::open(is_kept ? arguments.database : scratch.path() + "/runs.db",
                                   arguments.house));
  Experiment experiment(*house, std::move(suite), arguments);
  NIGHTJAR_ASSIGN(const auto score, experiment.run());
  const OutputChoice output;
  return deliver(output, arguments.as_json ? report::print_fault_score_json(score)
                                           : report::print_fault_score(score, output.style()));
}

}  // namespace

void add_faults_command(Command& program) {
  Command command = program.subcommand(
      "faults",
      "Put faults into the models of a suite, one at a time: how often are they traced to their "
      "layer");
  auto arguments = std::make_shared<Arguments>();
  add_suite_options(command, arguments->suite);
  command
      .option("--cases", arguments->cases,
              "Faults that change the whole by enough, over all kinds; smaller ones do not count")
      .between(1, 100'000)
      .show_default();
  command
      .option("--sound-runs", arguments->sound_runs,
              "Runs without a fault before the first with one")
      .between(1, 1'000)
      .show_default();
  command
      .option("--threshold", arguments->threshold,
              "Which change of the whole matters, as a ratio, in place of the suite's")
      .positive()
      .show_default();
  add_house_options(command, arguments->house);
  command.option("--db", arguments->database,
                 "Keep the runs here, and go on where an earlier experiment by the same suite was "
                 "stopped; thrown away when left out");
  command.flag("--json", arguments->as_json, "As JSON");
  command.does([arguments] { return put_faults(*arguments); });
}

}  // namespace nightjar::cli
