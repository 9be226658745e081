// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Coordinator and workers of this machine in one process tree, for commands that run suites.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/local_workers.h"
#include "cli/run_progress.h"
#include "cli/wake_signals.h"
#include "cli/worker.h"
#include "coordinator/campaign.h"
#include "coordinator/database_lock.h"
#include "results/store/store.h"
#include "wire/channel.h"

namespace nightjar::cli {

struct HouseOptions {
  std::vector<std::string> devices = {"cpu"};
  int workers = 1;
  std::string cache_folder, lock_folder;  ///< The usual ones unless given.
  int64_t proof_budget_s = 60, sides_mib = kUsualSidesMib;
  std::vector<std::string> worker_binaries;
  bool is_quiet = false;

  HouseOptions();
};
void add_house_options(Command& command, HouseOptions& options);

class LocalHouse {
 public:
  /// Locks and opens the database, and cancels what an earlier program left open in it.
  static Result<std::unique_ptr<LocalHouse>> open(const std::string& database,
                                                  const HouseOptions& options);
  LocalHouse(const LocalHouse&) = delete;
  /// Answers the workers until they are gone.
  ~LocalHouse();

  /// From its first job to its last verdict; the workers stay for the next run. Being asked to stop
  /// cancels the open jobs.
  Result<record::Run> run(store::NewRun request);
  /// Runs as `next` says, until it says nothing and none is under way, up to `most_at_once` of
  /// them under way together. `take` gets each when it has its verdicts; they may end in another
  /// order.
  Status run_many(size_t most_at_once, const std::function<std::optional<store::NewRun>()>& next,
                  const std::function<Status(const record::Run&)>& take);
  size_t worker_count() const { return worker_count_; }
  store::Store& store() { return store_; }
  /// Whether a signal asked to end all this.
  bool was_stopped() const { return was_stopped_; }

 private:
  LocalHouse(coordinator::DatabaseLock lock, store::Store store, WakeSignals signals,
             std::unique_ptr<wire::ServerChannel> channel, const HouseOptions& options);
  Status start(const std::string& sides_folder);
  Status cancel_leftovers();
  using Campaigns = std::vector<std::unique_ptr<coordinator::Campaign>>;
  std::unique_ptr<coordinator::Campaign> make_campaign(store::NewRun request);
  /// Everything once but the campaigns' own steps; told to stop, it cancels them.
  Status turn(const Campaigns& under_way);
  Status advance(coordinator::Campaign& campaign);

  coordinator::DatabaseLock lock_;
  store::Store store_;
  WakeSignals signals_;
  std::unique_ptr<wire::ServerChannel> channel_;
  HouseOptions options_;
  SystemClock clock_;
  RunProgress progress_;
  std::unique_ptr<coordinator::Server> server_;
  std::unique_ptr<LocalWorkers> workers_;
  size_t worker_count_ = 0;
  bool was_stopped_ = false;
};

}  // namespace nightjar::cli
