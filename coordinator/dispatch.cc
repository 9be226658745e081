// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/dispatch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "coordinator/ability.h"
#include "coordinator/overdue.h"

namespace nightjar::coordinator {
namespace {

constexpr int64_t kAtOnceNs = 10'000'000;

double seconds(int64_t duration_ns) { return 1e-9 * static_cast<double>(duration_ns); }

/// Why a result that says "done" is none, or nothing.
std::optional<std::string> fault_of(const record::JobResult& result) {
  // Repeats that could not be made say so in the proof.
  if (result.latency.count <= 0 && !result.proof) return "the worker brought no measurement";
  const std::vector<std::string> missing = result.environment.missing_fields();
  if (missing.empty()) return std::nullopt;
  return fmt::format("the result's environment record lacks {}", fmt::join(missing, ", "));
}

/// One step under construction.
class Stepper {
 public:
  Stepper(State state, int64_t now_ns) : state_(std::move(state)), now_ns_(now_ns) {}

  void operator()(const WorkerSpoke& event);
  void operator()(const WorkerDied& event);
  void operator()(const JobsAdded& event);
  void operator()(const RunCancelled& event);
  void operator()(const Tick&);

  Step take() { return {std::move(state_), std::move(effects_)}; }

 private:
  using Worker = wire::WorkerState;

  int64_t settle(const Worker& worker);
  void answer(const Worker& worker, int64_t accepted_job_id);
  void offer(const OpenJob& job, int64_t accepted_job_id);
  bool take_result(OpenJob& job, const record::JobResult& result);
  void start_next(const Worker& worker);
  void lose(const std::string& worker_id, const std::string& how);
  void requeue(OpenJob& job, const std::string& why);
  void end(const OpenJob& job, record::Outcome outcome, const std::string& reason);
  void finish_if_last(int64_t run);
  void part(const Worker& worker);
  void refuse_result(const Worker& worker);
  Notice notice(Notice::Kind kind, const OpenJob& job, const std::string& sentence = "") const;

  State state_;
  int64_t now_ns_;
  std::vector<Effect> effects_;
};

Notice Stepper::notice(Notice::Kind kind, const OpenJob& job, const std::string& sentence) const {
  Notice notice;
  notice.kind = kind;
  notice.worker_id = job.job.worker;
  notice.sentence = sentence;
  notice.job_id = job.job.id;
  notice.run = job.job.run;
  notice.scenario = job.job.scenario;
  notice.is_proof = job.job.proof.has_value();
  return notice;
}

void Stepper::finish_if_last(int64_t run) {
  if (state_.queue.open_in(run) == 0) effects_.push_back(FinishRun{run});
}

/// Ends a job that brought no result.
void Stepper::end(const OpenJob& job, record::Outcome outcome, const std::string& reason) {
  Notice ended = notice(Notice::Kind::kJobEnded, job, reason);
  ended.outcome = outcome;
  effects_.push_back(WriteEnd{job.job.id, outcome, reason});
  state_.queue.remove(ended.job_id);
  finish_if_last(ended.run);
  effects_.push_back(std::move(ended));
}

void Stepper::requeue(OpenJob& job, const std::string& why) {
  if (job.job.attempts >= state_.policy.max_attempts) {
    return end(
        job, record::Outcome::kFailed,
        fmt::format("given up after {} attempts, the last because {}", job.job.attempts, why));
  }
  effects_.push_back(WriteRequeue{job.job.id, job.job.token});
  effects_.push_back(notice(Notice::Kind::kJobRequeued, job, why));
  state_.queue.give_back(job, now_ns_);
}

void Stepper::lose(const std::string& worker_id, const std::string& how) {
  Notice lost;
  lost.kind = Notice::Kind::kWorkerLost;
  lost.worker_id = worker_id;
  lost.sentence = how;
  effects_.push_back(std::move(lost));
  state_.roster.remove(worker_id);
  OpenJob* job = state_.queue.held_by(worker_id);
  if (job == nullptr) return;
  auto& lost_workers = job->lost_workers;
  if (std::count(lost_workers.begin(), lost_workers.end(), worker_id) == 0) {
    lost_workers.push_back(worker_id);
  }
  if (static_cast<int64_t>(lost_workers.size()) >= state_.policy.max_lost_workers) {
    return end(*job, record::Outcome::kFailed,
               fmt::format("{} workers were lost with this job, the last because it {}",
                           lost_workers.size(), how));
  }
  requeue(*job, fmt::format("worker {} {}", worker_id, how));
}

/// Whether the job has ended with it.
bool Stepper::take_result(OpenJob& job, const record::JobResult& result) {
  // Jobs that we cancel end at once; this one was let go of by its worker alone.
  if (result.outcome == record::Outcome::kCancelled) {
    requeue(job, fmt::format("worker {} let it go", job.job.worker));
    return false;
  }
  state_.roster.remember_accepted(job.job.worker, job.job.id, job.job.token);
  const std::optional<std::string> fault =
      result.outcome == record::Outcome::kDone ? fault_of(result) : std::nullopt;
  if (fault) {
    end(job, record::Outcome::kFailed, *fault);
    return true;
  }
  Notice ended = notice(Notice::Kind::kJobEnded, job, result.error);
  ended.outcome = result.outcome;
  ended.median_ns = result.latency.median_ns;
  effects_.push_back(WriteResult{job.job.id, job.job.token, result});
  state_.queue.remove(ended.job_id);
  finish_if_last(ended.run);
  effects_.push_back(std::move(ended));
  return true;
}

void Stepper::start_next(const Worker& worker) {
  OpenJob* job = state_.queue.next([&](const OpenJob& open) { return can_do(worker, open.job); });
  if (job == nullptr) return;
  state_.queue.lease(*job, worker.worker_id, now_ns_);
  const int64_t until_ns =
      now_ns_ + time_limit_ns(job->job, state_.policy) + state_.policy.overtime_ns;
  effects_.push_back(WriteLease{job->job.id, {worker.worker_id, job->job.token, until_ns}});
  effects_.push_back(notice(Notice::Kind::kJobStarted, *job));
}

void Stepper::offer(const OpenJob& job, int64_t accepted_job_id) {
  wire::DesiredState desired;
  desired.duty = wire::DesiredState::Duty::kWork;
  desired.accepted_job_id = accepted_job_id;
  desired.call_again_in_ns = state_.policy.heartbeat_ns;
  desired.lease = wire::Lease{record::run_id(job.job.run),
                              job.job.id,
                              job.job.token,
                              job.job.scenario,
                              job.fault,
                              time_limit_ns(job.job, state_.policy),
                              job.job.proof,
                              {}};
  effects_.push_back(Answer{std::move(desired)});
}

void Stepper::answer(const Worker& worker, int64_t accepted_job_id) {
  const OpenJob* held = state_.queue.held_by(worker.worker_id);
  if (held != nullptr) return offer(*held, accepted_job_id);
  wire::DesiredState desired;
  const bool is_stale = worker.job_id != 0 && accepted_job_id == 0;
  desired.duty = is_stale ? wire::DesiredState::Duty::kCancel : wire::DesiredState::Duty::kIdle;
  desired.accepted_job_id = accepted_job_id;
  desired.call_again_in_ns = is_stale ? kAtOnceNs : state_.policy.idle_call_ns;
  effects_.push_back(Answer{std::move(desired)});
}

/// Compares what the worker does with what it holds. Returns the job in its hand whose end is on
/// disk, or will be once the effects are done; 0 when there is none.
int64_t Stepper::settle(const Worker& worker) {
  OpenJob* held = state_.queue.held_by(worker.worker_id);
  const bool is_held =
      held != nullptr && held->job.id == worker.job_id && held->job.token == worker.token;
  if (is_held && worker.result) return take_result(*held, *worker.result) ? worker.job_id : 0;
  if (is_held) {
    held->idle_reports = 0;
    return 0;
  }
  if (worker.job_id == 0) {
    if (held != nullptr && ++held->idle_reports > state_.policy.max_idle_reports) {
      requeue(*held, fmt::format("worker {} did not take it up", worker.worker_id));
    }
    return 0;
  }
  if (state_.roster.has_accepted(worker.worker_id, worker.job_id, worker.token)) {
    return worker.job_id;
  }
  if (worker.result) refuse_result(worker);
  return 0;
}

void Stepper::refuse_result(const Worker& worker) {
  Notice refused;
  refused.kind = Notice::Kind::kResultRefused;
  refused.worker_id = worker.worker_id;
  refused.job_id = worker.job_id;
  refused.sentence =
      fmt::format("a result under token {} is refused, the lease is another's", worker.token);
  effects_.push_back(std::move(refused));
}

/// The worker ends on its own; what it held is another's.
void Stepper::part(const Worker& worker) {
  OpenJob* held = state_.queue.held_by(worker.worker_id);
  if (held != nullptr) requeue(*held, fmt::format("worker {} was stopped", worker.worker_id));
  state_.roster.remove(worker.worker_id);
  wire::DesiredState desired;
  desired.duty = wire::DesiredState::Duty::kLeave;
  effects_.push_back(Answer{std::move(desired)});
}

void Stepper::operator()(const WorkerSpoke& event) {
  const Worker& worker = event.worker;
  if (worker.job_id == 0 && worker.stage == wire::kLeavingStage) return part(worker);
  if (state_.roster.hear(worker, now_ns_, state_.policy.silence_ns)) {
    Notice joined;
    joined.worker_id = worker.worker_id;
    joined.sentence = worker.device + " on " + worker.host;
    effects_.push_back(std::move(joined));
  }
  const int64_t accepted_job_id = settle(worker);
  if (state_.queue.held_by(worker.worker_id) == nullptr) start_next(worker);
  answer(worker, accepted_job_id);
}

void Stepper::operator()(const WorkerDied& event) {
  const std::string worker_id = state_.roster.find(event.host, event.pid);
  if (!worker_id.empty()) lose(worker_id, event.how);
}

void Stepper::operator()(const JobsAdded& event) {
  state_.queue.add(event.jobs, event.fault, now_ns_);
  for (const store::Job& job : event.jobs) {
    if (job.state != store::JobState::kLeased) continue;
    state_.roster.expect(job.worker, now_ns_, now_ns_ + state_.policy.restart_grace_ns);
  }
}

void Stepper::operator()(const RunCancelled& event) {
  std::vector<int64_t> ids;
  for (const auto& [id, job] : state_.queue.jobs()) {
    if (job.job.run == event.run) ids.push_back(id);
  }
  for (const int64_t id : ids) {
    end(*state_.queue.find(id), record::Outcome::kCancelled, event.reason);
  }
}

void Stepper::operator()(const Tick&) {
  for (const std::string& worker_id : state_.roster.lost(now_ns_)) {
    const auto& entry = state_.roster.entries().at(worker_id);
    lose(worker_id,
         fmt::format("has been silent for {:.1f} s", seconds(now_ns_ - entry.last_heard_ns)));
  }
  for (const Overdue& overdue : find_overtime(state_.queue, state_.policy, now_ns_)) {
    end(*state_.queue.find(overdue.job_id), record::Outcome::kFailed, overdue.reason);
  }
  const std::vector<Worker> workers = state_.roster.workers();
  for (const Overdue& overdue : find_unserved(state_.queue, workers, state_.policy, now_ns_)) {
    end(*state_.queue.find(overdue.job_id), record::Outcome::kFailed, overdue.reason);
  }
}

}  // namespace

Step step(State state, const Event& event, int64_t now_ns) {
  Stepper stepper(std::move(state), now_ns);
  std::visit(stepper, event);
  return stepper.take();
}

int64_t next_tick_ns(const State& state, int64_t now_ns) {
  return std::min(state.roster.next_deadline_ns(), now_ns + kSecondNs);
}

}  // namespace nightjar::coordinator
