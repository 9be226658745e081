// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/local_house.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "base/digest.h"
#include "engine/device/gpu_list.h"
#include "worker/device_lock.h"
#include "worker/probe/system_files.h"

namespace nightjar::cli {
namespace {

constexpr int64_t kTurnNs = 200'000'000;
constexpr int kPartingTurns = 100;
constexpr char kLoopback[] = "tcp://127.0.0.1:*";

Result<std::vector<std::string>> all_gpus() {
  const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
  auto nvml = device::open_nvml_listing();
  if (!nvml.ok()) return nvml.error().in("device 'cuda'");
  auto gpus = device::list_gpus(*nvml, visible == nullptr ? "" : visible);
  return gpus.ok() ? std::move(gpus) : gpus.error().in("device 'cuda'");
}

/// One worker a device; "cpu" becomes as many equal parts as there shall be CPU workers, "cuda"
/// every GPU and MIG instance of this host.
Result<std::vector<std::string>> worker_devices(const HouseOptions& options) {
  std::vector<std::string> devices;
  for (const std::string& device : options.devices) {
    if (device == "cuda") {
      NIGHTJAR_ASSIGN(const auto gpus, all_gpus());
      devices.insert(devices.end(), gpus.begin(), gpus.end());
      continue;
    }
    if (device != "cpu" || options.workers == 1) {
      devices.push_back(device);
      continue;
    }
    for (int part = 0; part < options.workers; ++part) {
      devices.push_back(fmt::format("cpu:{}/{}", part, options.workers));
    }
  }
  return devices;
}

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 ? name : "";
}

/// Programs that measured earlier runs, so that old sides are run by them.
Status keep_worker_binaries(const HouseOptions& options, const std::string& sides_folder) {
  const runners::SideFiles sides = side_files(sides_folder, options.sides_mib);
  for (const std::string& path : options.worker_binaries) {
    NIGHTJAR_ASSIGN(const std::string bytes, probe::read_file(path));
    NIGHTJAR_TRY(sides.keep_program(path, sha256_hex(bytes)));
  }
  return {};
}

}  // namespace

HouseOptions::HouseOptions()
    : cache_folder(default_cache_folder()), lock_folder(worker::default_lock_folder()) {}

void add_house_options(Command& command, HouseOptions& options) {
  command
      .option("--device", options.devices,
              "cpu, cpu:K, cpu:K/N, cuda:N, or cuda for every GPU of this host; repeatable")
      .show_default();
  command
      .option("--workers", options.workers,
              "How many workers share the CPU, each with cores of its own")
      .between(1, 256);
  command.option("--cache", options.cache_folder, "Where plans are kept between runs");
  command.option("--lock-folder", options.lock_folder,
                 "Folder of the device locks; the same for all workers of a machine");
  command
      .option("--proof-budget", options.proof_budget_s,
              "Seconds that repeating both sides of one suspicion may take; 0: repeat nothing")
      .between(0, 86'400)
      .show_default();
  command.option("--worker-binary", options.worker_binaries,
                 "A nightjar that measured earlier runs, to run their side with; repeatable. The "
                 "program of each run is kept by itself");
  add_sides_limit(command, options.sides_mib);
  command.flag("-q,--quiet", options.is_quiet, "Only the report");
}

LocalHouse::LocalHouse(coordinator::DatabaseLock lock, store::Store store, WakeSignals signals,
                       std::unique_ptr<wire::ServerChannel> channel, const HouseOptions& options)
    : lock_(std::move(lock)),
      store_(std::move(store)),
      signals_(std::move(signals)),
      channel_(std::move(channel)),
      options_(options),
      progress_(stderr, RunProgress::style_for(stderr, options.is_quiet), clock_) {}

Result<std::unique_ptr<LocalHouse>> LocalHouse::open(const std::string& database,
                                                     const HouseOptions& options) {
  NIGHTJAR_ASSIGN(auto lock, coordinator::DatabaseLock::take(database));
  NIGHTJAR_ASSIGN(store::Store store, store::Store::open(database));
  // Beside the database, whose runs the sides belong to.
  const std::string sides_folder = database + ".sides";
  NIGHTJAR_TRY(keep_worker_binaries(options, sides_folder));
  NIGHTJAR_ASSIGN(WakeSignals signals, WakeSignals::open());
  NIGHTJAR_ASSIGN(auto channel, wire::listen(kLoopback));
  std::unique_ptr<LocalHouse> house(new LocalHouse(
      std::move(lock), std::move(store), std::move(signals), std::move(channel), options));
  NIGHTJAR_TRY(house->start(sides_folder));
  return house;
}

Status LocalHouse::start(const std::string& sides_folder) {
  NIGHTJAR_ASSIGN(coordinator::Server server,
                  coordinator::Server::start({store_, *channel_, clock_, progress_}, {}));
  server_ = std::make_unique<coordinator::Server>(std::move(server));
  NIGHTJAR_TRY(cancel_leftovers());
  NIGHTJAR_ASSIGN(const auto devices, worker_devices(options_));
  worker_count_ = devices.size();
  workers_ = std::make_unique<LocalWorkers>(
      WorkerOrder{own_program(),
                  channel_->endpoint(),
                  devices,
                  {"--cache", options_.cache_folder, "--lock-folder", options_.lock_folder,
                   "--sides", sides_folder, "--sides-limit", std::to_string(options_.sides_mib)}},
      clock_);
  return {};
}

/// What an earlier program on this database was killed in the middle of.
Status LocalHouse::cancel_leftovers() {
  NIGHTJAR_ASSIGN(const auto jobs, store_.jobs().load_open_jobs());
  int64_t cancelled = 0;
  for (const store::Job& job : jobs) {
    if (job.run == cancelled) continue;
    NIGHTJAR_TRY(server_->cancel(job.run, "abandoned: the program that made the run has ended"));
    cancelled = job.run;
  }
  NIGHTJAR_ASSIGN(const auto unjudged, coordinator::find_unjudged(store_));
  for (const int64_t run : unjudged) NIGHTJAR_TRY(coordinator::judge_run(store_, run));
  (void)server_->take_finished();
  return {};
}

std::unique_ptr<coordinator::Campaign> LocalHouse::make_campaign(store::NewRun request) {
  coordinator::CampaignOrder order;
  order.run = std::move(request);
  order.workers = worker_count_;
  order.proof.budget_ns = options_.proof_budget_s * coordinator::kSecondNs;
  return std::make_unique<coordinator::Campaign>(*server_, store_, clock_, std::move(order));
}

Result<record::Run> LocalHouse::run(store::NewRun request) {
  Campaigns only;
  only.push_back(make_campaign(std::move(request)));
  coordinator::Campaign& campaign = *only.front();
  while (!campaign.is_over()) {
    NIGHTJAR_TRY(turn(only));
    NIGHTJAR_TRY(advance(campaign));
    progress_.draw(server_->state());
  }
  progress_.clear();
  if (!campaign.has_begun()) {
    return Error{ErrorKind::kCancelled, "stopped before the run began"};
  }
  return campaign.run();
}

Status LocalHouse::run_many(size_t most_at_once,
                            const std::function<std::optional<store::NewRun>()>& next,
                            const std::function<Status(const record::Run&)>& take) {
  Campaigns under_way;
  progress_.begin(fmt::format("up to {} runs at a time", most_at_once), 0);
  while (true) {
    while (!was_stopped_ && under_way.size() < most_at_once) {
      auto request = next();
      if (!request) break;
      under_way.push_back(make_campaign(std::move(*request)));
    }
    if (under_way.empty()) return {};
    NIGHTJAR_TRY(turn(under_way));
    for (const auto& campaign : under_way) {
      NIGHTJAR_TRY(campaign->advance());
      if (campaign->is_over() && !was_stopped_) NIGHTJAR_TRY(take(campaign->run()));
    }
    std::erase_if(under_way, [](const auto& campaign) { return campaign->is_over(); });
  }
}

Status LocalHouse::turn(const Campaigns& under_way) {
  if (signals_.take_stop()) {
    was_stopped_ = true;
    progress_.trouble("stopping: open jobs are cancelled");
    for (const auto& campaign : under_way) {
      NIGHTJAR_TRY(campaign->cancel("cancelled by a person"));
    }
  }
  const std::string host = host_name();
  for (const WorkerDeath& death : workers_->reap()) {
    NIGHTJAR_TRY(server_->worker_died(host, death.pid, death.how));
  }
  NIGHTJAR_TRY(workers_->start_due());
  return server_->turn(kTurnNs, signals_.fd());
}

Status LocalHouse::advance(coordinator::Campaign& campaign) {
  const bool had_begun = campaign.has_begun();
  const int64_t had_suspected = campaign.suspected();
  NIGHTJAR_TRY(campaign.advance());
  const record::Run& run = campaign.run();
  if (!had_begun && campaign.has_begun()) {
    const int64_t jobs = server_->state().queue.open_in(run.sequence);
    progress_.begin(
        fmt::format("{} of {}: {} scenarios", record::run_id(run.sequence), run.suite_name, jobs),
        jobs);
  }
  const int64_t suspected = campaign.suspected();
  if (suspected != had_suspected) {
    progress_.begin(fmt::format("{} suspicion{}: both sides are repeated in turns", suspected,
                                suspected == 1 ? "" : "s"),
                    suspected);
  }
  return {};
}

LocalHouse::~LocalHouse() {
  if (!workers_) return;
  workers_->ask_to_stop();
  for (int turns = 0; workers_->any_running() && turns < kPartingTurns; ++turns) {
    if (!server_->turn(kTurnNs, signals_.fd()).ok()) return;
    (void)signals_.take_stop();
    (void)workers_->reap();
  }
}

}  // namespace nightjar::cli
