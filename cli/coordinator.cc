// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// nightjar coordinator: hands out the jobs of submitted suites, keeps and judges their results.
#include <fmt/format.h>

#include <memory>

#include "cli/client.h"
#include "cli/command.h"
#include "cli/results/gather_report.h"
#include "cli/run_progress.h"
#include "cli/wake_signals.h"
#include "coordinator/campaign.h"
#include "coordinator/database_lock.h"
#include "coordinator/desk.h"
#include "results/report/run_printers.h"
#include "wire/channel.h"

namespace nightjar::cli {
namespace {

constexpr int64_t kTurnNs = 1'000'000'000;

struct Arguments {
  std::string endpoint = kDefaultEndpoint, database = "nightjar.db";
  int patience_s = 600;
  int64_t proof_budget_s = 60;
  bool is_quiet = false;
};

Result<std::string> terminal_report(store::Store& store, const record::Run& run) {
  NIGHTJAR_ASSIGN(const report::RunReport report, gather_report(store, run));
  return report::print_run_terminal(report);
}

/// Verdicts on one run, or the order to repeat what is suspected in it.
Result<std::string> judge(coordinator::Server& server, store::Store& store, int64_t run,
                          const coordinator::ProofPolicy& policy) {
  NIGHTJAR_ASSIGN(const auto suspected, coordinator::judge_run(store, run));
  NIGHTJAR_ASSIGN(const int64_t repeats,
                  coordinator::prove_suspicions(server, store, run, suspected, policy));
  if (repeats > 0) return fmt::format("judged, {} suspicions are repeated", repeats);
  // What cannot be repeated was noted only now.
  NIGHTJAR_ASSIGN(const auto verdicts, coordinator::judge_run(store, run));
  const coordinator::Alarms alarms = coordinator::count_alarms(verdicts);
  return fmt::format("judged, {} regressed, {} failed or not measured", alarms.regressed,
                     alarms.unmeasured);
}

/// A run that cannot be judged now is found again later, and at the next start.
void judge_all(coordinator::Server& server, store::Store& store, const std::vector<int64_t>& runs,
               const coordinator::ProofPolicy& policy, RunProgress& progress) {
  for (const int64_t run : runs) {
    const auto judged = judge(server, store, run, policy);
    if (!judged.ok()) {
      progress.trouble(record::run_id(run) + ": " + judged.error().message);
      continue;
    }
    fmt::print("{}: {}\n", record::run_id(run), *judged);
    std::fflush(stdout);
  }
}

Status serve(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(const auto lock, coordinator::DatabaseLock::take(arguments.database));
  NIGHTJAR_ASSIGN(store::Store store, store::Store::open(arguments.database));
  NIGHTJAR_ASSIGN(WakeSignals signals, WakeSignals::open());
  NIGHTJAR_ASSIGN(const auto channel, wire::listen(arguments.endpoint));
  const SystemClock clock;
  const auto style = arguments.is_quiet ? RunProgress::Style::kQuiet : RunProgress::Style::kLines;
  RunProgress progress(stderr, style, clock);
  coordinator::Policy policy;
  policy.patience_ns = arguments.patience_s * coordinator::kSecondNs;
  NIGHTJAR_ASSIGN(coordinator::Server server,
                  coordinator::Server::start({store, *channel, clock, progress}, policy));
  coordinator::FrontDesk desk(server, store, clock, terminal_report);
  server.set_desk(&desk);
  (void)server.take_finished();
  NIGHTJAR_ASSIGN(const std::vector<int64_t> unjudged, coordinator::find_unjudged(store));
  coordinator::ProofPolicy proof;
  proof.budget_ns = arguments.proof_budget_s * coordinator::kSecondNs;
  judge_all(server, store, unjudged, proof, progress);
  fmt::print("listening on {}, results in {}\n", channel->endpoint(), arguments.database);
  std::fflush(stdout);
  while (!signals.take_stop()) {
    NIGHTJAR_TRY(server.turn(kTurnNs, signals.fd()));
    judge_all(server, store, server.take_finished(), proof, progress);
  }
  return {};
}

}  // namespace

void add_coordinator_command(Command& program) {
  Command command =
      program.subcommand("coordinator", "Hand out jobs, keep and judge their results");
  auto arguments = std::make_shared<Arguments>();
  command.option("--listen", arguments->endpoint, "As tcp://HOST:PORT, or :* for any port")
      .show_default();
  command.option("--db", arguments->database, "Where results are kept").show_default();
  command
      .option("--patience", arguments->patience_s,
              "Seconds that a job waits for a worker able to do it, before it has failed")
      .between(1, 7 * 86'400)
      .show_default();
  command
      .option("--proof-budget", arguments->proof_budget_s,
              "Seconds that repeating both sides of one suspicion may take, by workers with "
              "--sides; 0: repeat nothing")
      .between(0, 86'400)
      .show_default();
  command.flag("-q,--quiet", arguments->is_quiet, "Do not print a line a job");
  command.does([arguments] { return serve(*arguments); });
}

}  // namespace nightjar::cli
