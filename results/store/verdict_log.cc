// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/verdict_log.h"

#include <fmt/format.h>

#include "results/store/database.h"

namespace nightjar::store {
namespace {

Status write_verdict(Database& database, const record::Verdict& verdict) {
  NIGHTJAR_TRY(database.run("DELETE FROM verdicts WHERE job_id = ?1", verdict.job_id));
  NIGHTJAR_TRY(database.run(
      "INSERT INTO verdicts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
      "?15)",
      verdict.job_id, verdict.run, verdict.fingerprint, verdict.device_class,
      record::to_string(verdict.kind), verdict.baseline_run, verdict.baseline_points,
      verdict.baseline_ns, verdict.change, verdict.threshold, verdict.noise, verdict.z,
      verdict.variance_source, verdict.sentence, verdict.would_change));
  NIGHTJAR_ASSIGN(Statement insert, database.prepare("INSERT INTO verdict_layers VALUES (?1, ?2, "
                                                     "?3, ?4, ?5, ?6, ?7, ?8)"));
  int64_t position = 0;
  for (const record::LayerChange& layer : verdict.layers) {
    insert.bind(verdict.job_id, position++, layer.layer, layer.old_tactic, layer.new_tactic,
                layer.old_ns, layer.new_ns, layer.share);
    NIGHTJAR_TRY(insert.run());
  }
  return {};
}

Result<record::Verdict> read_verdict(Statement& row) {
  record::Verdict verdict;
  verdict.job_id = row.take_integer();
  verdict.run = row.take_integer();
  verdict.fingerprint = row.take_text();
  verdict.device_class = row.take_text();
  const std::string kind = row.take_text();
  const auto known = record::verdict_kind_from_string(kind);
  if (!known) return invalid_input("the database holds the unknown verdict '" + kind + "'");
  verdict.kind = *known;
  verdict.baseline_run = row.take_integer();
  verdict.baseline_points = row.take_integer();
  for (double* figure :
       {&verdict.baseline_ns, &verdict.change, &verdict.threshold, &verdict.noise, &verdict.z}) {
    *figure = row.take_real();
  }
  verdict.variance_source = row.take_text();
  verdict.sentence = row.take_text();
  verdict.would_change = row.take_text();
  return verdict;
}

Status read_verdict_layers(Database& database, record::Verdict& verdict) {
  NIGHTJAR_ASSIGN(Statement rows,
                  database.prepare("SELECT layer, old_tactic, new_tactic, old_ns, new_ns, share "
                                   "FROM verdict_layers WHERE job_id = ?1 ORDER BY position"));
  rows.bind(verdict.job_id);
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return {};
    record::LayerChange& layer = verdict.layers.emplace_back();
    layer.layer = rows.take_text();
    layer.old_tactic = rows.take_text();
    layer.new_tactic = rows.take_text();
    layer.old_ns = rows.take_real();
    layer.new_ns = rows.take_real();
    layer.share = rows.take_real();
  }
}

}  // namespace

Status VerdictLog::save(const std::vector<record::Verdict>& verdicts) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  for (const record::Verdict& verdict : verdicts) {
    NIGHTJAR_TRY(write_verdict(*database_, verdict));
  }
  return transaction.commit();
}

Result<std::vector<record::Verdict>> VerdictLog::load(int64_t run) {
  NIGHTJAR_ASSIGN(Statement rows,
                  database_->prepare("SELECT v.* FROM verdicts v JOIN jobs j ON j.id = v.job_id "
                                     "WHERE v.run = ?1 ORDER BY j.position"));
  rows.bind(run);
  std::vector<record::Verdict> verdicts;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return verdicts;
    NIGHTJAR_ASSIGN(record::Verdict verdict, read_verdict(rows));
    NIGHTJAR_TRY(read_verdict_layers(*database_, verdict));
    verdicts.push_back(std::move(verdict));
  }
}

Status VerdictLog::annotate(const Annotation& annotation) {
  const std::string& opinion = annotation.opinion;
  if (opinion != "acknowledged" && opinion != "rejected" && opinion != "explained") {
    return invalid_input("a verdict is acknowledged, rejected or explained, not '" + opinion + "'");
  }
  NIGHTJAR_ASSIGN(Statement known, database_->prepare("SELECT 1 FROM verdicts WHERE job_id = ?1"));
  NIGHTJAR_ASSIGN(const bool found, known.bind(annotation.job_id).next());
  if (!found) return not_found(fmt::format("there is no verdict on job {}", annotation.job_id));
  return database_->run(
      "INSERT INTO annotations (job_id, author, opinion, note, written_unix_ns) "
      "VALUES (?1, ?2, ?3, ?4, ?5)",
      annotation.job_id, annotation.author, opinion, annotation.note, annotation.written_unix_ns);
}

Result<std::vector<Annotation>> VerdictLog::annotations(int64_t job_id) {
  NIGHTJAR_ASSIGN(Statement rows,
                  database_->prepare("SELECT job_id, author, opinion, note, written_unix_ns "
                                     "FROM annotations WHERE job_id = ?1 ORDER BY id"));
  rows.bind(job_id);
  std::vector<Annotation> annotations;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return annotations;
    Annotation& annotation = annotations.emplace_back();
    annotation.job_id = rows.take_integer();
    annotation.author = rows.take_text();
    annotation.opinion = rows.take_text();
    annotation.note = rows.take_text();
    annotation.written_unix_ns = rows.take_integer();
  }
}

}  // namespace nightjar::store
