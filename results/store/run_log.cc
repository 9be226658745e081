// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/run_log.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <set>

#include "results/store/database.h"
#include "results/store/result_tables.h"
#include "results/store/scenario_table.h"

namespace nightjar::store {
namespace {

constexpr char kSelectRuns[] =
    "SELECT sequence, suite_name, suite_text, fault, created_unix_ns, finished_unix_ns FROM runs ";

Result<record::Run> read_run(Statement& row) {
  record::Run run;
  run.sequence = row.take_integer();
  run.suite_name = row.take_text();
  run.suite_text = row.take_text();
  auto fault = scenarios::fault_from_json(row.take_text());
  if (!fault.ok()) return fault.error().in("the fault of " + record::run_id(run.sequence));
  run.fault = *fault;
  run.created_unix_ns = row.take_integer();
  run.finished_unix_ns = row.take_integer();
  return run;
}

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// A run by its number, or by how many runs before the newest.
struct RunName {
  std::optional<int64_t> sequence, back;
};

std::optional<RunName> parse_run_name(std::string_view id) {
  constexpr std::string_view kLatest = "latest";
  if (id == kLatest) return RunName{std::nullopt, 0};
  if (id.starts_with("latest~")) {
    const auto back = whole_number(id.substr(kLatest.size() + 1));
    return back ? std::optional(RunName{std::nullopt, back}) : std::nullopt;
  }
  if (id.starts_with('r')) id.remove_prefix(1);
  const auto sequence = whole_number(id);
  return sequence ? std::optional(RunName{sequence, std::nullopt}) : std::nullopt;
}

Status write_jobs(Database& database, int64_t run, const NewRun& request) {
  std::set<std::string> fingerprints;
  int64_t position = 0;
  for (const scenarios::Scenario& scenario : request.scenarios) {
    const std::string fingerprint = scenarios::fingerprint(scenario);
    if (!fingerprints.insert(fingerprint).second) {
      return invalid_input("the suite holds " + scenarios::display_name(scenario) +
                           " twice; remove one of them");
    }
    NIGHTJAR_ASSIGN(const int64_t scenario_id, keep_scenario(database, scenario));
    NIGHTJAR_TRY(database.run(
        "INSERT INTO jobs (run, position, scenario_id, fingerprint) VALUES (?1, ?2, ?3, ?4)", run,
        position++, scenario_id, fingerprint));
  }
  return {};
}

Status write_left_out(Database& database, int64_t run,
                      const std::vector<record::LeftOut>& left_out) {
  int64_t position = 0;
  for (const record::LeftOut& entry : left_out) {
    NIGHTJAR_ASSIGN(const int64_t scenario_id, keep_scenario(database, entry.scenario));
    NIGHTJAR_TRY(database.run("INSERT INTO left_out VALUES (?1, ?2, ?3, ?4)", run, position++,
                              scenario_id, entry.reason));
  }
  return {};
}

}  // namespace

Result<record::Run> RunLog::create(const NewRun& request) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_TRY(database_->run(
      "INSERT INTO runs (suite_name, suite_text, fault, created_unix_ns) VALUES (?1, ?2, ?3, ?4)",
      request.suite_name, request.suite_text, scenarios::to_json(request.fault),
      request.created_unix_ns));
  record::Run run{database_->last_row_id(), request.suite_name,
                  request.suite_text,       request.fault,
                  request.created_unix_ns,  0};
  NIGHTJAR_TRY(write_jobs(*database_, run.sequence, request));
  NIGHTJAR_TRY(write_left_out(*database_, run.sequence, request.left_out));
  NIGHTJAR_TRY(transaction.commit());
  return run;
}

Result<record::Run> RunLog::find(const std::string& id) {
  const auto name = parse_run_name(id);
  if (!name) {
    return invalid_input("'" + id + "' does not name a run; write r7, latest or latest~1");
  }
  const char* which =
      name->sequence ? "WHERE sequence = ?1" : "ORDER BY sequence DESC LIMIT 1 OFFSET ?1";
  NIGHTJAR_ASSIGN(Statement row, database_->prepare(std::string(kSelectRuns) + which));
  row.bind(name->sequence ? *name->sequence : *name->back);
  NIGHTJAR_ASSIGN(const bool found, row.next());
  if (!found) return not_found("there is no run " + id + " in " + database_->path());
  return read_run(row);
}

Result<std::vector<record::Run>> RunLog::list(int64_t limit) {
  NIGHTJAR_ASSIGN(Statement rows,
                  database_->prepare(std::string(kSelectRuns) + "ORDER BY sequence DESC LIMIT ?1"));
  rows.bind(limit);
  std::vector<record::Run> runs;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return runs;
    NIGHTJAR_ASSIGN(record::Run run, read_run(rows));
    runs.push_back(std::move(run));
  }
}

Result<record::JobCounts> RunLog::counts(int64_t run) {
  NIGHTJAR_ASSIGN(
      Statement row,
      database_->prepare("SELECT count(*) FILTER (WHERE state = 'queued'), "
                         "count(*) FILTER (WHERE state = 'leased'), "
                         "count(*) FILTER (WHERE state = 'done'), "
                         "count(*) FILTER (WHERE state = 'failed'), "
                         "count(*) FILTER (WHERE state = 'cancelled') FROM jobs WHERE run = ?1"));
  NIGHTJAR_TRY(row.bind(run).next());
  record::JobCounts counts;
  for (int64_t* count :
       {&counts.queued, &counts.leased, &counts.done, &counts.failed, &counts.cancelled}) {
    *count = row.take_integer();
  }
  return counts;
}

Status RunLog::finish(int64_t run, int64_t finished_unix_ns) {
  NIGHTJAR_ASSIGN(Transaction transaction, Transaction::begin(*database_));
  NIGHTJAR_TRY(find(record::run_id(run)));
  NIGHTJAR_ASSIGN(const record::JobCounts jobs, counts(run));
  if (!jobs.finished()) {
    return Error{ErrorKind::kConflict, fmt::format("{} still has {} open jobs", record::run_id(run),
                                                   jobs.queued + jobs.leased)};
  }
  NIGHTJAR_TRY(database_->run("UPDATE runs SET finished_unix_ns = ?2 WHERE sequence = ?1", run,
                              finished_unix_ns));
  return transaction.commit();
}

Result<std::vector<record::Measurement>> RunLog::measurements(int64_t run) {
  NIGHTJAR_ASSIGN(Statement rows, database_->prepare(std::string(kSelectMeasurements) +
                                                     "WHERE j.run = ?1 AND j.proves IS NULL "
                                                     "ORDER BY j.position"));
  rows.bind(run);
  std::vector<record::Measurement> measurements;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return measurements;
    NIGHTJAR_ASSIGN(record::Measurement measurement, read_measurement(rows));
    NIGHTJAR_ASSIGN(measurement.result.layers, read_layers(*database_, measurement.job_id));
    measurements.push_back(std::move(measurement));
  }
}

Result<std::vector<record::LeftOut>> RunLog::left_out(int64_t run) {
  NIGHTJAR_ASSIGN(Statement rows, database_->prepare("SELECT s.text, o.reason FROM left_out o "
                                                     "JOIN scenarios s ON s.id = o.scenario_id "
                                                     "WHERE o.run = ?1 ORDER BY o.position"));
  rows.bind(run);
  std::vector<record::LeftOut> left_out;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return left_out;
    NIGHTJAR_ASSIGN(scenarios::Scenario scenario, read_scenario(rows.take_text()));
    left_out.push_back({std::move(scenario), rows.take_text()});
  }
}

}  // namespace nightjar::store
