// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A coordinator and workers in one thread, on a clock that jumps, over a network that loses,
// doubles, delays and reorders messages, with crashes: all of it from a seed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/clock.h"
#include "coordinator/serve.h"
#include "results/store/store.h"
#include "worker/session.h"

namespace nightjar::system_test {

/// How often things go wrong. Probabilities, but for the last three: mean times, 0 for never.
struct Faults {
  double lose = 0, twice = 0;
  double delay_s = 0.01;       ///< Mean of an exponential: late messages overtake.
  double crash_at_notice = 0;  ///< Of the coordinator, between two writes.
  double crash_at_answer = 0;  ///< After the writes, before the answer.
  double measuring_dies = 0;   ///< The measuring process, for each job.
  double kill_worker_s = 0, freeze_worker_s = 0, stop_worker_s = 0;
};

class Simulation {
 public:
  Simulation(uint64_t seed, const Faults& faults, int jobs, int workers);
  ~Simulation();

  /// Goes on until the run has finished or `limit_s` have passed; returns whether it finished.
  bool run(double limit_s);

  store::Store& store() { return *store_; }
  int64_t run_number() const { return run_; }
  double elapsed_s() const;
  int crashes() const { return crashes_; }
  int64_t results_made() const { return next_mark_; }
  /// What was wrong when it happened: broken promises, one sentence each.
  const std::vector<std::string>& broken() const { return broken_; }
  /// The mark of each result that a worker was told is on disk, by job.
  const std::map<int64_t, double>& acknowledged() const { return acknowledged_; }
  /// The job that each result was made for, by mark.
  const std::map<double, int64_t>& made_for() const { return made_for_; }

 private:
  friend class SimulatedChannel;
  friend class CrashingListener;
  struct Worker;

  void at(int64_t time_ns, std::function<void()> what);
  void after(double seconds, std::function<void()> what);
  void every(double mean_s, const std::function<void()>& what);
  bool chance(double probability);
  double exponential(double mean_s);

  void start_server();
  void crash_server();
  /// Runs `what` with the server, which may crash in it.
  void with_server(const std::function<void(coordinator::Server&)>& what);
  void turn_server();

  void start_worker(int place);
  void end_worker(int place, bool is_seen);
  void disturb(int place);
  void happen(int place, int life, const worker::Event& event);
  void perform(int place, const worker::Effect& effect);
  void call(int place);
  void begin_job(int place, const wire::Lease& lease);
  void schedule_tick(int place);

  void carry(std::function<void()> deliver);
  void send_to_worker(const std::string& peer, const wire::Message& message);
  void note_acknowledged(int64_t job_id);

  std::mt19937_64 random_;
  Faults faults_;
  ManualClock clock_{1'000'000'000'000};
  int64_t begun_ns_;
  std::multimap<int64_t, std::function<void()>> agenda_;

  std::unique_ptr<store::Store> store_;
  std::unique_ptr<wire::ServerChannel> channel_;
  std::unique_ptr<coordinator::Listener> listener_;
  std::unique_ptr<coordinator::Server> server_;
  std::vector<std::unique_ptr<Worker>> workers_;
  int64_t run_ = 0, next_mark_ = 0;
  int next_name_ = 0, crashes_ = 0;
  std::map<int64_t, double> acknowledged_;
  std::map<double, int64_t> made_for_;
  std::vector<std::string> broken_;
};

}  // namespace nightjar::system_test
