// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The one loop with sockets, clock and store: feeds events to dispatch and does what it decides.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "coordinator/dispatch.h"
#include "coordinator/policy.h"
#include "results/record/run.h"
#include "results/store/store.h"
#include "wire/channel.h"

namespace nightjar::coordinator {

/// Hears what happens, on the thread that calls the server.
class Listener {
 public:
  virtual ~Listener() = default;
  /// Something that is on disk by now.
  virtual void notice(const Notice& notice) = 0;
  /// Something went wrong that the coordinator lives on with: a refused message, a busy database.
  virtual void trouble(const std::string& sentence) = 0;
};

/// Answers the requests of clients.
class Desk {
 public:
  virtual ~Desk() = default;
  virtual wire::Message answer(const wire::Message& request) = 0;
};

/// What a server works with; all of it outlives the server.
struct Surroundings {
  store::Store& store;
  wire::ServerChannel& channel;
  const Clock& clock;
  Listener& listener;
};

/// Use it from one thread. Crash-only: what it knows about jobs is what is on disk, and after a
/// write that fails it forgets and reads again, just as after a start.
class Server {
 public:
  /// Takes up the open jobs of the store.
  static Result<Server> start(const Surroundings& surroundings, const Policy& policy);

  /// Waits for a message, at most `most_ns` or until something is due, and handles everything
  /// that is there.
  Status turn(int64_t most_ns, int wake_fd);

  /// Makes a run of these scenarios and queues its jobs. Those that no device of its kind can do,
  /// or none of the workers that are there, are left out and listed with the run.
  Result<record::Run> submit(store::NewRun run);
  /// Queues repeats of what a finished run measured; it is finished again when they are done.
  Status prove(const record::Run& run, const std::vector<store::Suspicion>& suspicions);
  /// Ends the open jobs of a run as cancelled.
  Status cancel(int64_t run, const std::string& reason);
  /// The process of a worker of this machine is known to have ended.
  Status worker_died(const std::string& host, int64_t pid, const std::string& how);

  /// Runs whose last job has ended since the last call, oldest first: to be judged.
  std::vector<int64_t> take_finished();
  /// Whether this run is among them; said once.
  bool take_finished(int64_t run);
  /// Who answers what is not from a worker; without, clients are refused.
  void set_desk(Desk* desk) { desk_ = desk; }

  const State& state() const { return state_; }

 private:
  Server(const Surroundings& surroundings, const Policy& policy);

  Status load();
  /// Steps the state and does what it decides; `from` is the worker that spoke.
  Status handle(const Event& event, const wire::PeerId* from);
  Status apply(const Effect& effect, const wire::PeerId* from);
  void take(const wire::Incoming& incoming);
  /// Forgets the queue, to be read again.
  void distrust(const Error& error);
  void reply(const wire::PeerId& to, const wire::Message& message);

  Surroundings around_;
  State state_;
  Desk* desk_ = nullptr;
  bool is_current_ = false;  // Whether the queue is what is on disk.
  int64_t next_load_ns_ = 0;
  std::vector<int64_t> finished_;
};

}  // namespace nightjar::coordinator
