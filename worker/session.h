// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a worker does next: a pure function of its state, what happened and what time it is.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "results/record/record.h"
#include "wire/messages.h"

namespace nightjar::worker {

enum class Phase : uint8_t {
  kIdle,     ///< Nothing to do.
  kWorking,  ///< The measuring process has the job.
  kHolding,  ///< The job has ended; its result is repeated until the coordinator has taken it.
  kGone,     ///< Told to leave, and left.
};

/// A lease that this worker is through with; being offered it again is an old message.
struct FinishedLease {
  int64_t job_id = 0, token = 0;

  bool operator==(const FinishedLease&) const = default;
};

struct SessionState {
  wire::WorkerState self;  ///< Who the worker is; its job fields are filled in per message.
  record::Environment environment;  ///< For results of jobs whose measuring process is dead.
  Phase phase = Phase::kIdle;
  wire::Lease lease;  ///< With kWorking and kHolding.
  std::string stage;
  double progress = 0;
  std::optional<record::JobResult> result;  ///< With kHolding.
  int64_t started_ns = 0, started_unix_ns = 0;
  int64_t next_call_ns = 0;  ///< When to tell the coordinator our state again.
  int64_t leave_by_ns = 0;   ///< Set once asked to stop.
  int idle_replies = 0;      ///< In a row, while working.
  int unanswered = 0;        ///< Calls in a row.
  std::deque<FinishedLease> finished;

  bool operator==(const SessionState&) const = default;
};

// What may happen.
struct Answered {  ///< The coordinator said what the worker should be doing.
  wire::DesiredState desired;
};
struct NotAnswered {};  ///< A call was sent and its answer did not come in time.
struct StageReached {
  int64_t job_id = 0, token = 0;
  std::string stage;
  double progress = 0;
};
struct JobEnded {
  int64_t job_id = 0, token = 0;
  record::JobResult result;
};
struct ChildDied {  ///< The measuring process, with a sentence that says how.
  std::string how;
};
struct Tick {};
struct StopAsked {};  ///< A signal asked the worker to end.
using Event =
    std::variant<Answered, NotAnswered, StageReached, JobEnded, ChildDied, Tick, StopAsked>;

// What is to be done.
struct CallCoordinator {};  ///< Send message_of(state).
struct StartJob {
  wire::Lease lease;
};
struct KillChild {};  ///< End the measuring process now and start another.
struct Leave {};
using Effect = std::variant<CallCoordinator, StartJob, KillChild, Leave>;

struct Moment {
  int64_t steady_ns = 0, unix_ns = 0;
};

struct Step {
  SessionState state;
  std::vector<Effect> effects;
};

/// The next state and what to do. Repeating an event is harmless, and so is losing one: a lost
/// call is made again, a lost answer is asked for again.
Step step(SessionState state, const Event& event, Moment now);

/// What the worker says about itself in this state.
wire::WorkerState message_of(const SessionState& state);

/// When the session wants its next Tick at the latest.
int64_t next_tick_ns(const SessionState& state);

}  // namespace nightjar::worker
