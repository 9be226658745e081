// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The worker processes of `nightjar run`: started, started again when they die, and ended with us.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace nightjar::cli {

/// A worker process that has ended.
struct WorkerDeath {
  pid_t pid = 0;
  std::string device;
  std::string how;  ///< "was killed by signal 9", "ended with code 1: <its last words>".
};

struct WorkerOrder {
  std::string program;                    ///< Path of nightjar.
  std::string endpoint;                   ///< Of the coordinator.
  std::vector<std::string> devices;       ///< One worker each.
  std::vector<std::string> more_options;  ///< For every `nightjar worker`.
};

class LocalWorkers {
 public:
  /// The clock outlives this.
  LocalWorkers(WorkerOrder order, const Clock& clock);
  /// Ends those still running: SIGTERM, and SIGKILL to those that stay.
  ~LocalWorkers();
  LocalWorkers(const LocalWorkers&) = delete;
  LocalWorkers& operator=(const LocalWorkers&) = delete;

  /// Starts every worker whose time has come. Fails when a device's worker keeps dying early.
  Status start_due();
  /// Collects those that have ended, and plans to start them again.
  std::vector<WorkerDeath> reap();
  /// Asks all of them to end, and starts none again.
  void ask_to_stop();
  bool any_running() const;

 private:
  struct Worker {
    std::string device;
    pid_t pid = 0;      ///< 0: not running.
    int words_fd = -1;  ///< What it writes to standard error.
    int64_t started_ns = 0, start_ns = 0;
    int early_deaths = 0;  ///< In a row.
    std::string last_how;
  };

  Status start(Worker& worker);
  void note_death(Worker& worker, int wait_status);

  WorkerOrder order_;
  const Clock& clock_;
  std::vector<Worker> workers_;
  bool is_stopping_ = false;
};

}  // namespace nightjar::cli
