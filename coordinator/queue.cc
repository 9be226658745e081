// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "coordinator/queue.h"

#include "base/check.h"

namespace nightjar::coordinator {

void Queue::add(const std::vector<store::Job>& jobs, const scenarios::FaultInjection& fault,
                int64_t now_ns) {
  for (const store::Job& job : jobs) {
    const bool is_leased = job.state == store::JobState::kLeased;
    if (!is_leased && job.state != store::JobState::kQueued) continue;
    OpenJob open{job, fault, {}, now_ns, 0, now_ns};
    if (!jobs_.emplace(job.id, std::move(open)).second) continue;
    if (is_leased) holders_[job.worker] = job.id;
    ++open_by_run_[job.run];
  }
}

OpenJob* Queue::find(int64_t job_id) {
  const auto found = jobs_.find(job_id);
  return found == jobs_.end() ? nullptr : &found->second;
}

const OpenJob* Queue::find(int64_t job_id) const {
  const auto found = jobs_.find(job_id);
  return found == jobs_.end() ? nullptr : &found->second;
}

OpenJob* Queue::held_by(const std::string& worker_id) {
  const auto held = holders_.find(worker_id);
  return held == holders_.end() ? nullptr : find(held->second);
}

OpenJob* Queue::next(const std::function<bool(const OpenJob&)>& may_take) {
  for (auto& [id, job] : jobs_) {
    if (!job.is_leased() && may_take(job)) return &job;
  }
  return nullptr;
}

void Queue::lease(OpenJob& job, const std::string& worker_id, int64_t now_ns) {
  NIGHTJAR_CHECK(!job.is_leased(), "only queued jobs are leased");
  NIGHTJAR_CHECK(holders_.count(worker_id) == 0, "a worker holds one job at most");
  job.job.state = store::JobState::kLeased;
  job.job.worker = worker_id;
  ++job.job.token;
  ++job.job.attempts;
  job.leased_at_ns = now_ns;
  job.idle_reports = 0;
  holders_[worker_id] = job.job.id;
}

void Queue::give_back(OpenJob& job, int64_t now_ns) {
  NIGHTJAR_CHECK(job.is_leased(), "only leased jobs are given back");
  holders_.erase(job.job.worker);
  job.job.state = store::JobState::kQueued;
  job.unserved_since_ns = now_ns;
}

void Queue::remove(int64_t job_id) {
  const auto found = jobs_.find(job_id);
  if (found == jobs_.end()) return;
  const OpenJob& job = found->second;
  if (job.is_leased()) holders_.erase(job.job.worker);
  const auto run = open_by_run_.find(job.job.run);
  if (--run->second == 0) open_by_run_.erase(run);
  jobs_.erase(found);
}

int64_t Queue::open_in(int64_t run) const {
  const auto found = open_by_run_.find(run);
  return found == open_by_run_.end() ? 0 : found->second;
}

int64_t time_limit_ns(const store::Job& job, const Policy& policy) {
  const scenarios::SamplingPlan& sampling = job.scenario.sampling;
  const int64_t budget_ns = job.proof ? job.proof->budget_ns : 0;
  return policy.job_time_limit_ns + sampling.warm_up_ns + sampling.max_duration_ns + budget_ns;
}

}  // namespace nightjar::coordinator
