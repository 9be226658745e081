// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace nightjar::worker {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kShortestCallNs = kSecondNs / 100;
constexpr int64_t kUsualCallNs = kSecondNs;
constexpr int64_t kLongestCallNs = 10 * kSecondNs;
constexpr int64_t kFirstRetryNs = kSecondNs / 4;
constexpr int64_t kLongestRetryNs = 8 * kSecondNs;
constexpr int64_t kFarewellNs = 3 * kSecondNs;
constexpr int kIdleRepliesThatEndAJob = 2;
constexpr size_t kRememberedLeases = 64;

/// One step under construction.
class Stepper {
 public:
  Stepper(SessionState state, Moment now) : state_(std::move(state)), now_(now) {}

  void operator()(const Answered& event);
  void operator()(const NotAnswered&);
  void operator()(const StageReached& event);
  void operator()(const JobEnded& event);
  void operator()(const ChildDied& event);
  void operator()(const Tick&);
  void operator()(const StopAsked&);

  Step take() { return {std::move(state_), std::move(effects_)}; }

 private:
  bool has_job(int64_t job_id, int64_t token) const {
    return state_.lease.job_id == job_id && state_.lease.token == token;
  }
  bool is_finished(const wire::Lease& lease) const;
  void take_duty(const wire::DesiredState& desired);
  void take_acceptance(int64_t job_id);
  void take_lease(const wire::Lease& lease);
  void take_cancel();
  void start(const wire::Lease& lease);
  void hold(record::JobResult result);
  void forget();
  void kill_child() { effects_.push_back(KillChild{}); }
  void call_now() { state_.next_call_ns = now_.steady_ns; }
  void leave();
  record::JobResult unmeasured(record::Outcome outcome, std::string why) const;

  SessionState state_;
  Moment now_;
  std::vector<Effect> effects_;
};

bool Stepper::is_finished(const wire::Lease& lease) const {
  return std::any_of(state_.finished.begin(), state_.finished.end(), [&](const FinishedLease& old) {
    return old.job_id == lease.job_id && old.token >= lease.token;
  });
}

record::JobResult Stepper::unmeasured(record::Outcome outcome, std::string why) const {
  record::JobResult result;
  result.outcome = outcome;
  result.error = std::move(why);
  result.environment = state_.environment;
  result.started_unix_ns = state_.started_unix_ns;
  result.finished_unix_ns = now_.unix_ns;
  return result;
}

void Stepper::start(const wire::Lease& lease) {
  state_.phase = Phase::kWorking;
  state_.lease = lease;
  state_.stage = "starting";
  state_.progress = 0;
  state_.result.reset();
  state_.started_ns = now_.steady_ns;
  state_.started_unix_ns = now_.unix_ns;
  state_.idle_replies = 0;
  effects_.push_back(StartJob{lease});
}

void Stepper::hold(record::JobResult result) {
  state_.phase = Phase::kHolding;
  state_.result = std::move(result);
  state_.stage = "handing in";
  state_.progress = 1;
  call_now();
}

/// Lets go of the job in hand, for good.
void Stepper::forget() {
  state_.finished.push_back({state_.lease.job_id, state_.lease.token});
  if (state_.finished.size() > kRememberedLeases) state_.finished.pop_front();
  state_.phase = Phase::kIdle;
  state_.lease = {};
  state_.result.reset();
  state_.stage.clear();
  state_.progress = 0;
  state_.idle_replies = 0;
}

void Stepper::leave() {
  state_.phase = Phase::kGone;
  effects_.push_back(Leave{});
}

void Stepper::take_acceptance(int64_t job_id) {
  const bool has_it = state_.phase == Phase::kHolding || state_.phase == Phase::kWorking;
  if (job_id == 0 || !has_it || job_id != state_.lease.job_id) return;
  // While working it is another worker's result that was taken: this one is not needed any more.
  if (state_.phase == Phase::kWorking) kill_child();
  forget();
  call_now();
}

void Stepper::take_lease(const wire::Lease& lease) {
  if (is_finished(lease)) return;
  if (state_.phase == Phase::kIdle) return start(lease);
  if (has_job(lease.job_id, lease.token)) return;
  const bool is_older = lease.job_id == state_.lease.job_id && lease.token < state_.lease.token;
  if (is_older) return;
  if (state_.phase == Phase::kWorking) kill_child();
  forget();
  start(lease);
}

void Stepper::take_cancel() {
  if (state_.phase == Phase::kWorking) {
    kill_child();
    hold(unmeasured(record::Outcome::kCancelled, "cancelled while " + state_.stage));
  } else if (state_.phase == Phase::kHolding) {
    forget();
  }
}

void Stepper::take_duty(const wire::DesiredState& desired) {
  using Duty = wire::DesiredState::Duty;
  switch (desired.duty) {
    case Duty::kWork:
      state_.idle_replies = 0;
      if (desired.lease && state_.leave_by_ns == 0) take_lease(*desired.lease);
      return;
    case Duty::kCancel:
      return take_cancel();
    case Duty::kLeave:
      if (state_.phase == Phase::kWorking) kill_child();
      return leave();
    case Duty::kIdle:
      // One such answer may have crossed our first message about the job.
      if (state_.phase != Phase::kWorking) return;
      if (++state_.idle_replies < kIdleRepliesThatEndAJob) return;
      kill_child();
      forget();
      return;
  }
}

void Stepper::operator()(const Answered& event) {
  state_.unanswered = 0;
  const int64_t wanted_ns = event.desired.call_again_in_ns;
  const int64_t wait_ns =
      wanted_ns <= 0 ? kUsualCallNs : std::clamp(wanted_ns, kShortestCallNs, kLongestCallNs);
  state_.next_call_ns = now_.steady_ns + wait_ns;
  take_acceptance(event.desired.accepted_job_id);
  take_duty(event.desired);
  if (state_.leave_by_ns != 0 && state_.phase == Phase::kIdle) leave();
}

void Stepper::operator()(const NotAnswered&) {
  const int doublings = std::min(state_.unanswered, 8);
  ++state_.unanswered;
  state_.next_call_ns = now_.steady_ns + std::min(kFirstRetryNs << doublings, kLongestRetryNs);
}

void Stepper::operator()(const StageReached& event) {
  if (state_.phase != Phase::kWorking || !has_job(event.job_id, event.token)) return;
  state_.stage = event.stage;
  state_.progress = event.progress;
}

void Stepper::operator()(const JobEnded& event) {
  if (state_.phase != Phase::kWorking || !has_job(event.job_id, event.token)) return;
  hold(event.result);
}

void Stepper::operator()(const ChildDied& event) {
  if (state_.phase != Phase::kWorking) return;
  hold(unmeasured(record::Outcome::kFailed,
                  fmt::format("the measuring process {} while {}", event.how, state_.stage)));
}

void Stepper::operator()(const Tick&) {
  const int64_t limit_ns = state_.lease.time_limit_ns;
  if (state_.phase == Phase::kWorking && limit_ns > 0 &&
      now_.steady_ns - state_.started_ns >= limit_ns) {
    kill_child();
    hold(unmeasured(record::Outcome::kFailed,
                    fmt::format("the job's time limit of {:.3g} s was over while {}",
                                1e-9 * static_cast<double>(limit_ns), state_.stage)));
  }
  if (state_.leave_by_ns != 0 && now_.steady_ns >= state_.leave_by_ns) return leave();
  if (now_.steady_ns < state_.next_call_ns) return;
  effects_.push_back(CallCoordinator{});
  // Overwritten by the answer, or by its absence.
  state_.next_call_ns = now_.steady_ns + kUsualCallNs;
}

void Stepper::operator()(const StopAsked&) {
  if (state_.phase == Phase::kGone || state_.leave_by_ns != 0) return;
  state_.leave_by_ns = now_.steady_ns + kFarewellNs;
  if (state_.phase == Phase::kWorking) {
    // Nobody's fault: the coordinator sees an idle worker and gives the job to another.
    kill_child();
    forget();
  }
  call_now();
}

}  // namespace

Step step(SessionState state, const Event& event, Moment now) {
  if (state.phase == Phase::kGone) return {std::move(state), {}};
  Stepper stepper(std::move(state), now);
  std::visit(stepper, event);
  return stepper.take();
}

wire::WorkerState message_of(const SessionState& state) {
  wire::WorkerState message = state.self;
  message.job_id = state.lease.job_id;
  message.token = state.lease.token;
  const bool leaving = state.leave_by_ns != 0 && state.phase == Phase::kIdle;
  message.stage = leaving ? wire::kLeavingStage : state.stage;
  message.progress = state.progress;
  message.result = state.result;
  return message;
}

int64_t next_tick_ns(const SessionState& state) {
  int64_t next_ns = state.next_call_ns;
  if (state.phase == Phase::kWorking && state.lease.time_limit_ns > 0) {
    next_ns = std::min(next_ns, state.started_ns + state.lease.time_limit_ns);
  }
  if (state.leave_by_ns != 0) next_ns = std::min(next_ns, state.leave_by_ns);
  return next_ns;
}

}  // namespace nightjar::worker
