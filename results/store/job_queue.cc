// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/job_queue.h"

#include <fmt/format.h>

#include <iterator>

#include "results/record/json.h"
#include "results/store/database.h"
#include "results/store/proof_log.h"
#include "results/store/result_tables.h"
#include "results/store/scenario_table.h"

namespace nightjar::store {
namespace {

constexpr const char* kStates[] = {"queued", "leased", "done", "failed", "cancelled"};

constexpr char kSelectJobs[] =
    "SELECT j.id, j.run, j.state, s.text, j.fingerprint, j.token, j.attempts, j.worker, "
    "j.lease_until_ns, coalesce(j.proves, 0), j.proof_order FROM jobs j JOIN scenarios s ON s.id = "
    "j.scenario_id ";

Result<JobState> state_from(const std::string& word) {
  for (size_t i = 0; i < std::size(kStates); ++i) {
    if (word == kStates[i]) return static_cast<JobState>(i);
  }
  return invalid_input("a job is in the unknown state '" + word + "'; restore the database");
}

Result<Job> read_job(Statement& row) {
  Job job;
  job.id = row.take_integer();
  job.run = row.take_integer();
  NIGHTJAR_ASSIGN(job.state, state_from(row.take_text()));
  NIGHTJAR_ASSIGN(job.scenario, read_scenario(row.take_text()));
  job.fingerprint = row.take_text();
  job.token = row.take_integer();
  job.attempts = row.take_integer();
  job.worker = row.take_text();
  job.lease_until_ns = row.take_integer();
  job.proves = row.take_integer();
  const std::string order = row.take_text();
  if (job.proves == 0) return job;
  NIGHTJAR_ASSIGN(job.proof, record::proof_order_from_json(order));
  return job;
}

Result<std::vector<Job>> read_jobs(Statement& rows) {
  std::vector<Job> jobs;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return jobs;
    NIGHTJAR_ASSIGN(Job job, read_job(rows));
    jobs.push_back(std::move(job));
  }
}

Error conflict(const Job& job, const std::string& what) {
  return {ErrorKind::kConflict,
          fmt::format("job {} of {}: {}", job.id, record::run_id(job.run), what)};
}

/// The token under which the result of an ended job was accepted.
Result<int64_t> accepted_token(Database& database, int64_t job_id) {
  NIGHTJAR_ASSIGN(Statement row, database.prepare("SELECT token FROM results WHERE job_id = ?1"));
  NIGHTJAR_ASSIGN(const bool found, row.bind(job_id).next());
  if (!found) return internal_error(fmt::format("job {} has ended without a result", job_id));
  return row.take_integer();
}

bool is_open(const Job& job) {
  return job.state == JobState::kQueued || job.state == JobState::kLeased;
}

Status check_result(const record::JobResult& result) {
  if (result.outcome != record::Outcome::kDone) return {};
  if (result.latency.count <= 0 && !result.proof) {
    return invalid_input("a finished job must bring a measurement; report it as failed");
  }
  std::string missing;
  for (const std::string& field : result.environment.missing_fields()) {
    missing += (missing.empty() ? "" : ", ") + field;
  }
  if (missing.empty()) return {};
  return invalid_input("the result's environment record lacks " + missing +
                       "; a measurement is only kept with all of it");
}

/// What a repeating job brought, or why it brought nothing.
record::Proof proof_of(const record::JobResult& result) {
  if (result.proof) return *result.proof;
  record::Proof proof;
  proof.sentence = "the repeats came to nothing: " +
                   (result.error.empty() ? "the worker brought no proof" : result.error);
  return proof;
}

Status queue_proof(Database& database, const Job& suspected, const Suspicion& suspicion) {
  NIGHTJAR_ASSIGN(Statement known, database.prepare("SELECT 1 FROM jobs WHERE proves = ?1"));
  NIGHTJAR_ASSIGN(const bool is_known, known.bind(suspected.id).next());
  if (is_known) return conflict(suspected, "is being repeated already");
  // A fingerprint of its own keeps repeats out of every series.
  return database.run(
      "INSERT INTO jobs (run, position, scenario_id, fingerprint, proves, proof_order) "
      "SELECT run, (SELECT max(position) + 1 FROM jobs WHERE run = ?2), scenario_id, ?3, ?1, ?4 "
      "FROM jobs WHERE id = ?1",
      suspected.id, suspected.run, "proof " + suspected.fingerprint,
      record::to_json(suspicion.order));
}

/// Writes the result and moves the job to its end. The caller holds the transaction.
Status end_with(Database& database, const Job& job, int64_t token,
                const record::JobResult& result) {
  const ResultPlace place{job.id, job.run, job.fingerprint, token};
  NIGHTJAR_TRY(write_result(database, place, result));
  if (job.proves != 0) NIGHTJAR_TRY(write_proof(database, job.proves, proof_of(result)));
  return database.run("UPDATE jobs SET state = ?2 WHERE id = ?1", job.id,
                      record::to_string(result.outcome));
}

}  // namespace

const char* to_string(JobState state) { return kStates[static_cast<size_t>(state)]; }

Result<std::vector<Job>> JobQueue::load_jobs(int64_t run) {
  NIGHTJAR_ASSIGN(Statement rows, database_->prepare(std::string(kSelectJobs) +
                                                     "WHERE j.run = ?1 ORDER BY j.position"));
  return read_jobs(rows.bind(run));
}

Result<std::vector<Job>> JobQueue::load_open_jobs() {
  NIGHTJAR_ASSIGN(Statement rows, database_->prepare(std::string(kSelectJobs) +
                                                     "WHERE j.state IN ('queued', 'leased') "
                                                     "ORDER BY j.run, j.position"));
  return read_jobs(rows);
}

Result<Job> JobQueue::find(int64_t job_id) {
  NIGHTJAR_ASSIGN(Statement row, database_->prepare(std::string(kSelectJobs) + "WHERE j.id = ?1"));
  NIGHTJAR_ASSIGN(const bool found, row.bind(job_id).next());
  if (!found) return not_found(fmt::format("there is no job {} in {}", job_id, database_->path()));
  return read_job(row);
}

Result<std::vector<Job>> JobQueue::add_proofs(const std::vector<Suspicion>& suspicions) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  std::vector<Job> added;
  for (const Suspicion& suspicion : suspicions) {
    NIGHTJAR_ASSIGN(const Job suspected, find(suspicion.job_id));
    if (suspected.state != JobState::kDone) return conflict(suspected, "has no measurement yet");
    if (suspected.proves != 0) return conflict(suspected, "is a repeat itself");
    NIGHTJAR_TRY(queue_proof(*database_, suspected, suspicion));
    NIGHTJAR_ASSIGN(Job job, find(database_->last_row_id()));
    added.push_back(std::move(job));
    NIGHTJAR_TRY(
        database_->run("UPDATE runs SET finished_unix_ns = 0 WHERE sequence = ?1", suspected.run));
  }
  NIGHTJAR_TRY(transaction.commit());
  return added;
}

Status JobQueue::lease(int64_t job_id, const LeaseGrant& grant) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_ASSIGN(const Job job, find(job_id));
  if (job.state != JobState::kQueued) {
    return conflict(job, std::string("cannot be leased, it is ") + to_string(job.state));
  }
  if (grant.token <= job.token) {
    return conflict(job, fmt::format("token {} is not newer than {}", grant.token, job.token));
  }
  NIGHTJAR_TRY(database_->run(
      "UPDATE jobs SET state = 'leased', token = ?2, worker = ?3, lease_until_ns = ?4, "
      "attempts = attempts + 1 WHERE id = ?1",
      job_id, grant.token, grant.worker, grant.until_ns));
  return transaction.commit();
}

Status JobQueue::change_lease(int64_t job_id, int64_t token, const char* assignment,
                              int64_t until_ns) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_ASSIGN(const Job job, find(job_id));
  if (job.state != JobState::kLeased || job.token != token) {
    return conflict(job, fmt::format("is not leased under token {}, it is {} with token {}", token,
                                     to_string(job.state), job.token));
  }
  NIGHTJAR_TRY(database_->run(std::string("UPDATE jobs SET ") + assignment + " WHERE id = ?1",
                              job_id, until_ns));
  return transaction.commit();
}

Status JobQueue::extend(int64_t job_id, int64_t token, int64_t until_ns) {
  return change_lease(job_id, token, "lease_until_ns = ?2", until_ns);
}

Status JobQueue::requeue(int64_t job_id, int64_t token) {
  return change_lease(job_id, token, "state = 'queued', lease_until_ns = ?2", 0);
}

Result<std::vector<int64_t>> JobQueue::requeue_expired(int64_t now_ns) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_ASSIGN(Statement rows,
                  database_->prepare("UPDATE jobs SET state = 'queued', lease_until_ns = 0 "
                                     "WHERE state = 'leased' AND lease_until_ns < ?1 "
                                     "RETURNING id"));
  rows.bind(now_ns);
  std::vector<int64_t> expired;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) break;
    expired.push_back(rows.take_integer());
  }
  NIGHTJAR_TRY(transaction.commit());
  return expired;
}

Result<Acceptance> JobQueue::finish(int64_t job_id, int64_t token,
                                    const record::JobResult& result) {
  NIGHTJAR_TRY(check_result(result));
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_ASSIGN(const Job job, find(job_id));
  if (!is_open(job)) {
    NIGHTJAR_ASSIGN(const int64_t accepted, accepted_token(*database_, job_id));
    if (token > 0 && token == accepted) return Acceptance::kRepeated;
    return conflict(
        job, fmt::format("has ended already, a result under token {} comes too late", token));
  }
  if (job.state != JobState::kLeased || job.token != token) {
    return conflict(job, fmt::format("a result under token {} is refused, the job is {} with "
                                     "token {}",
                                     token, to_string(job.state), job.token));
  }
  NIGHTJAR_TRY(end_with(*database_, job, token, result));
  NIGHTJAR_TRY(transaction.commit());
  return Acceptance::kAccepted;
}

Status JobQueue::end(int64_t job_id, record::Outcome outcome, const std::string& reason) {
  if (outcome == record::Outcome::kDone) {
    return invalid_input("a job is only done with a result; fail or cancel it instead");
  }
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_ASSIGN(const Job job, find(job_id));
  if (!is_open(job)) {
    if (std::string(to_string(job.state)) == record::to_string(outcome)) return {};
    return conflict(job, std::string("has ended already, it is ") + to_string(job.state));
  }
  record::JobResult result;
  result.outcome = outcome;
  result.error = reason;
  NIGHTJAR_TRY(end_with(*database_, job, 0, result));
  return transaction.commit();
}

}  // namespace nightjar::store
