// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Jobs on disk: leased under a token, ended exactly once together with their result.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "results/record/record.h"
#include "results/record/run.h"
#include "scenarios/scenario.h"

namespace nightjar::store {

class Database;

enum class JobState : uint8_t { kQueued, kLeased, kDone, kFailed, kCancelled };
const char* to_string(JobState state);  ///< queued, leased, done, failed, cancelled

/// A scenario to be done in a run.
struct Job {
  int64_t id = 0;
  int64_t run = 0;  ///< Sequence number of the run.
  JobState state = JobState::kQueued;
  scenarios::Scenario scenario;
  std::string fingerprint;
  int64_t token = 0;           ///< Of the newest lease; 0 before the first.
  int64_t attempts = 0;        ///< Leases given so far.
  std::string worker;          ///< Of the newest lease.
  int64_t lease_until_ns = 0;  ///< By the coordinator's clock; only meaningful while leased.
  int64_t proves = 0;          ///< The job whose measurement this one repeats; 0 for none.
  std::optional<record::ProofOrder> proof;  ///< How; set with `proves`.
};

/// A measurement to be repeated, and how.
struct Suspicion {
  int64_t job_id = 0;
  record::ProofOrder order;
};

/// The right to do a job until a time, under a token larger than every earlier one of the job.
struct LeaseGrant {
  std::string worker;
  int64_t token = 0;
  int64_t until_ns = 0;
};

/// Whether a result was new or had been accepted before with the same token.
enum class Acceptance : uint8_t { kAccepted, kRepeated };

/// Every function is one transaction and is on disk when it returns success. kConflict means that
/// the job or token is not what the caller thinks; kIo that nothing was changed and why.
class JobQueue {
 public:
  explicit JobQueue(Database& database) : database_(&database) {}

  /// The jobs of a run in their order: what a coordinator needs to go on after a crash.
  Result<std::vector<Job>> load_jobs(int64_t run);
  /// The jobs of all runs that are queued or leased, oldest run first.
  Result<std::vector<Job>> load_open_jobs();
  Result<Job> find(int64_t job_id);

  /// Queues a job that repeats a finished one of the same run; refused while that one is open, or
  /// when it is being repeated already. The run is unfinished until they have ended. Returns those
  /// that were added.
  Result<std::vector<Job>> add_proofs(const std::vector<Suspicion>& suspicions);

  /// Queued → leased. Refused when the job is not queued or the token is not larger than its last.
  Status lease(int64_t job_id, const LeaseGrant& grant);
  /// Moves the end of a lease; refused unless leased under exactly `token`.
  Status extend(int64_t job_id, int64_t token, int64_t until_ns);
  /// Leased → queued, for a lost worker; refused unless leased under exactly `token`.
  Status requeue(int64_t job_id, int64_t token);
  /// Requeues every lease that ended before `now_ns` and returns those jobs.
  Result<std::vector<int64_t>> requeue_expired(int64_t now_ns);

  /// Keeps the result (and the proof, of a job that repeats another) and ends the job, together. A
  /// result of outcome kDone must have a complete environment. The same token again is kRepeated;
  /// any other token is kConflict.
  Result<Acceptance> finish(int64_t job_id, int64_t token, const record::JobResult& result);
  /// Ends a queued or leased job without a measurement: cancelled by a person, or given up. The
  /// same end again is success.
  Status end(int64_t job_id, record::Outcome outcome, const std::string& reason);

 private:
  Status change_lease(int64_t job_id, int64_t token, const char* assignment, int64_t until_ns);

  Database* database_;
};

}  // namespace nightjar::store
