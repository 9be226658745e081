// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "cli/command.h"
#include "cli/local_workers.h"
#include "cli/results/gather_report.h"
#include "cli/run_progress.h"
#include "cli/suite_request.h"
#include "cli/wake_signals.h"
#include "cli/worker.h"
#include "coordinator/campaign.h"
#include "coordinator/database_lock.h"
#include "results/store/store.h"
#include "wire/channel.h"
#include "worker/device_lock.h"

namespace nightjar::cli {
namespace {

constexpr int64_t kTurnNs = 200'000'000;
constexpr int kPartingTurns = 100;
constexpr char kLoopback[] = "tcp://127.0.0.1:*";

struct Arguments {
  SuiteRequest suite;
  OutputChoice output;
  std::vector<std::string> devices = {"cpu"};
  int workers = 1;
  std::string cache_folder = default_cache_folder();
  std::string lock_folder = worker::default_lock_folder();
  bool is_quiet = false;
};

/// One worker a device; "cpu" becomes as many equal parts as there shall be CPU workers.
std::vector<std::string> worker_devices(const Arguments& arguments) {
  std::vector<std::string> devices;
  for (const std::string& device : arguments.devices) {
    if (device != "cpu" || arguments.workers == 1) {
      devices.push_back(device);
      continue;
    }
    for (int part = 0; part < arguments.workers; ++part) {
      devices.push_back(fmt::format("cpu:{}/{}", part, arguments.workers));
    }
  }
  return devices;
}

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

/// What an earlier `nightjar run` on this database was killed in the middle of.
Status cancel_leftovers(coordinator::Server& server, store::Store& store) {
  NIGHTJAR_ASSIGN(const auto jobs, store.jobs().load_open_jobs());
  int64_t cancelled = 0;
  for (const store::Job& job : jobs) {
    if (job.run == cancelled) continue;
    NIGHTJAR_TRY(server.cancel(job.run, "abandoned: the program that made the run has ended"));
    cancelled = job.run;
  }
  NIGHTJAR_ASSIGN(const auto unjudged, coordinator::find_unjudged(store));
  for (const int64_t run : unjudged) NIGHTJAR_TRY(coordinator::judge_run(store, run));
  (void)server.take_finished();
  return {};
}

/// Turns server, workers and campaign until the last verdict.
class RunLoop {
 public:
  RunLoop(coordinator::Server& server, coordinator::Campaign& campaign, LocalWorkers& workers,
          RunProgress& progress)
      : server_(server), campaign_(campaign), workers_(workers), progress_(progress) {}

  Status go(WakeSignals& signals) {
    while (!campaign_.is_over()) {
      if (signals.take_stop()) {
        progress_.trouble("stopping: open jobs are cancelled");
        NIGHTJAR_TRY(campaign_.cancel("cancelled by a person"));
      }
      for (const WorkerDeath& death : workers_.reap()) {
        NIGHTJAR_TRY(server_.worker_died(host_, death.pid, death.how));
      }
      NIGHTJAR_TRY(workers_.start_due());
      NIGHTJAR_TRY(server_.turn(kTurnNs, signals.fd()));
      NIGHTJAR_TRY(advance());
      progress_.draw(server_.state());
    }
    return {};
  }

  /// Answers the workers until they are gone.
  void part(WakeSignals& signals) {
    workers_.ask_to_stop();
    for (int turns = 0; workers_.any_running() && turns < kPartingTurns; ++turns) {
      if (!server_.turn(kTurnNs, signals.fd()).ok()) return;
      (void)signals.take_stop();
      (void)workers_.reap();
    }
  }

 private:
  Status advance() {
    const bool had_begun = campaign_.has_begun();
    NIGHTJAR_TRY(campaign_.advance());
    if (had_begun || !campaign_.has_begun()) return {};
    const record::Run& run = campaign_.run();
    const int64_t jobs = server_.state().queue.open_in(run.sequence);
    progress_.begin(
        fmt::format("{} of {}: {} scenarios", record::run_id(run.sequence), run.suite_name, jobs),
        jobs);
    return {};
  }

  coordinator::Server& server_;
  coordinator::Campaign& campaign_;
  LocalWorkers& workers_;
  RunProgress& progress_;
  std::string host_ = host_name();
};

Result<int> run(const Arguments& arguments) {
  NIGHTJAR_ASSIGN(store::NewRun request, read_request(arguments.suite));
  NIGHTJAR_ASSIGN(const auto lock, coordinator::DatabaseLock::take(arguments.output.database));
  NIGHTJAR_ASSIGN(store::Store store, store::Store::open(arguments.output.database));
  NIGHTJAR_ASSIGN(WakeSignals signals, WakeSignals::open());
  NIGHTJAR_ASSIGN(const auto channel, wire::listen(kLoopback));
  const SystemClock clock;
  RunProgress progress(stderr, RunProgress::style_for(stderr, arguments.is_quiet), clock);
  NIGHTJAR_ASSIGN(coordinator::Server server,
                  coordinator::Server::start({store, *channel, clock, progress}, {}));
  NIGHTJAR_TRY(cancel_leftovers(server, store));
  coordinator::CampaignOrder order;
  order.run = std::move(request);
  const std::vector<std::string> devices = worker_devices(arguments);
  order.workers = devices.size();
  coordinator::Campaign campaign(server, store, clock, std::move(order));
  {
    LocalWorkers workers(
        {own_program(),
         channel->endpoint(),
         devices,
         {"--cache", arguments.cache_folder, "--lock-folder", arguments.lock_folder}},
        clock);
    RunLoop loop(server, campaign, workers, progress);
    NIGHTJAR_TRY(loop.go(signals));
    progress.clear();
    loop.part(signals);
  }
  if (!campaign.has_begun()) {
    return Error{ErrorKind::kCancelled, "stopped before the run began"};
  }
  NIGHTJAR_ASSIGN(const report::RunReport report, gather_report(store, campaign.run()));
  NIGHTJAR_TRY(deliver(arguments.output, print_report(report, arguments.output)));
  return exit_code_of(report);
}

}  // namespace

void add_run_command(Command& program) {
  Command command = program.subcommand("run", "Run a suite on this machine, from file to verdict");
  auto arguments = std::make_shared<Arguments>();
  add_suite_options(command, arguments->suite);
  command.option("--device", arguments->devices, "cpu, cpu:K, cpu:K/N or cuda:N; repeatable")
      .show_default();
  command
      .option("--workers", arguments->workers,
              "How many workers share the CPU, each with cores of its own")
      .between(1, 256);
  add_fault_options(command, arguments->suite);
  command.option("--cache", arguments->cache_folder, "Where plans are kept between runs");
  command.option("--lock-folder", arguments->lock_folder,
                 "Folder of the device locks; the same for all workers of a machine");
  add_output_options(command, arguments->output);
  command.flag("-q,--quiet", arguments->is_quiet, "Only the report");
  command.does([arguments] { return run(*arguments); });
}

}  // namespace nightjar::cli
