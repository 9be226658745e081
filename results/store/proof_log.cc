// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/proof_log.h"

#include "results/record/json.h"
#include "results/store/database.h"

namespace nightjar::store {
namespace {

Status write_trials(Database& database, const record::Proof& proof) {
  NIGHTJAR_ASSIGN(Statement insert,
                  database.prepare("INSERT INTO proof_trials VALUES (?1, ?2, ?3, ?4, ?5)"));
  int64_t position = 0;
  for (const record::ProofTrial& trial : proof.trials) {
    insert.bind(proof.job_id, position++, record::to_string(trial.arm), trial.median_ns,
                trial.plan_digest);
    NIGHTJAR_TRY(insert.run());
  }
  return {};
}

Result<std::vector<record::Proof>> read_proofs(Statement& rows) {
  std::vector<record::Proof> proofs;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return proofs;
    NIGHTJAR_ASSIGN(record::Proof proof, record::proof_from_json(rows.take_text()));
    proofs.push_back(std::move(proof));
  }
}

}  // namespace

Status write_proof(Database& database, int64_t job_id, const record::Proof& given) {
  record::Proof proof = given;
  proof.job_id = job_id;
  const record::ProofComparison first =
      proof.comparisons.empty() ? record::ProofComparison() : proof.comparisons.front();
  NIGHTJAR_TRY(database.run("DELETE FROM proofs WHERE job_id = ?1", job_id));
  NIGHTJAR_TRY(database.run(
      "INSERT INTO proofs SELECT ?1, run, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 FROM jobs "
      "WHERE id = ?1",
      job_id, record::to_string(proof.outcome), first.pairs, first.change, first.low, first.high,
      first.against_ns, first.arm_ns, proof.duration_ns, proof.sentence, record::to_json(proof)));
  return write_trials(database, proof);
}

Status ProofLog::save(const std::vector<record::Proof>& proofs) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  for (const record::Proof& proof : proofs) {
    NIGHTJAR_TRY(write_proof(*database_, proof.job_id, proof));
  }
  return transaction.commit();
}

Result<std::vector<record::Proof>> ProofLog::load(int64_t run) {
  NIGHTJAR_ASSIGN(Statement rows,
                  database_->prepare("SELECT p.text FROM proofs p JOIN jobs j ON j.id = p.job_id "
                                     "WHERE p.run = ?1 ORDER BY j.position"));
  rows.bind(run);
  return read_proofs(rows);
}

Result<std::vector<record::Proof>> ProofLog::of_series(const record::SeriesKey& key,
                                                       int64_t limit) {
  NIGHTJAR_ASSIGN(
      Statement rows,
      database_->prepare("SELECT p.text FROM results r JOIN proofs p ON p.job_id = r.job_id "
                         "WHERE r.fingerprint = ?1 AND r.device_class = ?2 "
                         "ORDER BY r.job_id DESC LIMIT ?3"));
  rows.bind(key.fingerprint, key.device_class, limit);
  return read_proofs(rows);
}

}  // namespace nightjar::store
