// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The open jobs and who holds which: plain values and rules, without clock, disk or network.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "coordinator/policy.h"
#include "results/store/job_queue.h"
#include "scenarios/scenario.h"

namespace nightjar::coordinator {

/// A job that has not ended, as the coordinator believes it to be on disk.
struct OpenJob {
  store::Job job;
  scenarios::FaultInjection fault;
  std::vector<std::string> lost_workers;  ///< Different ones that went silent with it.
  int64_t leased_at_ns = 0;
  int idle_reports = 0;           ///< Of its holder, in a row.
  int64_t unserved_since_ns = 0;  ///< Since when nobody is there who could do it.

  bool is_leased() const { return job.state == store::JobState::kLeased; }
};

class Queue {
 public:
  /// Jobs that have ended are passed over.
  void add(const std::vector<store::Job>& jobs, const scenarios::FaultInjection& fault,
           int64_t now_ns);

  OpenJob* find(int64_t job_id);
  const OpenJob* find(int64_t job_id) const;
  /// The job that a worker holds; at most one.
  OpenJob* held_by(const std::string& worker_id);
  /// The oldest queued job that `may_take` accepts.
  OpenJob* next(const std::function<bool(const OpenJob&)>& may_take);

  /// Queued → leased, under the next token.
  void lease(OpenJob& job, const std::string& worker_id, int64_t now_ns);
  /// Leased → queued.
  void give_back(OpenJob& job, int64_t now_ns);
  /// The job has ended.
  void remove(int64_t job_id);

  /// Open jobs of a run; the run has ended when there are none.
  int64_t open_in(int64_t run) const;
  const std::map<int64_t, OpenJob>& jobs() const { return jobs_; }

 private:
  std::map<int64_t, OpenJob> jobs_;         // By id, so oldest first.
  std::map<std::string, int64_t> holders_;  // Worker to job.
  std::map<int64_t, int64_t> open_by_run_;
};

/// How long a worker may take for a job; repeats get their budget on top.
int64_t time_limit_ns(const store::Job& job, const Policy& policy);

}  // namespace nightjar::coordinator
