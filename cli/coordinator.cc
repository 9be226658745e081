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
  bool is_quiet = false;
};

Result<std::string> terminal_report(store::Store& store, const record::Run& run) {
  NIGHTJAR_ASSIGN(const report::RunReport report, gather_report(store, run));
  return report::print_run_terminal(report);
}

/// A run that cannot be judged now is found again later, and at the next start.
void judge(store::Store& store, const std::vector<int64_t>& runs, RunProgress& progress) {
  for (const int64_t run : runs) {
    const auto verdicts = coordinator::judge_run(store, run);
    if (!verdicts.ok()) {
      progress.trouble(record::run_id(run) + ": " + verdicts.error().message);
      continue;
    }
    const coordinator::Alarms alarms = coordinator::count_alarms(*verdicts);
    fmt::print("{}: judged, {} regressed, {} failed or not measured\n", record::run_id(run),
               alarms.regressed, alarms.unmeasured);
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
  judge(store, unjudged, progress);
  fmt::print("listening on {}, results in {}\n", channel->endpoint(), arguments.database);
  std::fflush(stdout);
  while (!signals.take_stop()) {
    NIGHTJAR_TRY(server.turn(kTurnNs, signals.fd()));
    judge(store, server.take_finished(), progress);
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
  command.flag("-q,--quiet", arguments->is_quiet, "Do not print a line a job");
  command.does([arguments] { return serve(*arguments); });
}

}  // namespace nightjar::cli
