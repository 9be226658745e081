// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the coordinator does next: a pure function of its state, what happened and what time it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "coordinator/policy.h"
#include "coordinator/queue.h"
#include "coordinator/roster.h"
#include "results/record/run.h"
#include "results/store/job_queue.h"
#include "wire/messages.h"

namespace nightjar::coordinator {

struct State {
  Policy policy;
  Queue queue;
  Roster roster;
};

// What may happen.
struct WorkerSpoke {
  wire::WorkerState worker;
};
struct WorkerDied {  ///< Its process is known to have ended, before it went silent for long.
  std::string host;
  int64_t pid = 0;
  std::string how;
};
struct JobsAdded {  ///< A new run, or the open jobs of an old one after a start.
  std::vector<store::Job> jobs;
  scenarios::FaultInjection fault;
};
struct RunCancelled {
  int64_t run = 0;
  std::string reason;
};
struct Tick {};
using Event = std::variant<WorkerSpoke, WorkerDied, JobsAdded, RunCancelled, Tick>;

// What is to be done, in this order. When a write fails, nothing after it is done, and the queue
// is read again from disk.
struct WriteLease {
  int64_t job_id = 0;
  store::LeaseGrant grant;
};
struct WriteRequeue {
  int64_t job_id = 0, token = 0;
};
struct WriteResult {
  int64_t job_id = 0, token = 0;
  record::JobResult result;
};
struct WriteEnd {
  int64_t job_id = 0;
  record::Outcome outcome = record::Outcome::kFailed;
  std::string reason;
};
struct FinishRun {
  int64_t run = 0;
};
struct Answer {  ///< To the worker that spoke.
  wire::DesiredState desired;
};
/// Something people may want to see; it has happened and is on disk.
struct Notice {
  enum class Kind : uint8_t {
    kWorkerJoined,
    kWorkerLost,
    kJobStarted,
    kJobRequeued,
    kJobEnded,
    kResultRefused,
  };
  Kind kind = Kind::kWorkerJoined;
  std::string worker_id;
  std::string sentence;  ///< Why, where there is a reason.
  int64_t job_id = 0, run = 0;
  scenarios::Scenario scenario;                      ///< Of the job.
  bool is_proof = false;                             ///< The job repeats another.
  record::Outcome outcome = record::Outcome::kDone;  ///< With kJobEnded.
  double median_ns = 0;                              ///< With kJobEnded and kDone.
};
using Effect =
    std::variant<WriteLease, WriteRequeue, WriteResult, WriteEnd, FinishRun, Answer, Notice>;

struct Step {
  State state;
  std::vector<Effect> effects;
};

/// The next state and what to do. Repeating an event is harmless: a lease is offered until its
/// worker has it, a result is acknowledged as often as it is repeated.
Step step(State state, const Event& event, int64_t now_ns);

/// When the next Tick is due at the latest.
int64_t next_tick_ns(const State& state, int64_t now_ns);

}  // namespace nightjar::coordinator
