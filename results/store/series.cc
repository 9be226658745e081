// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/series.h"

#include <fmt/format.h>

#include <algorithm>

#include "results/store/database.h"
#include "results/store/result_tables.h"

namespace nightjar::store {
namespace {

record::SeriesPoint read_point(Statement& row) {
  record::SeriesPoint point;
  point.run = row.take_integer();
  point.job_id = row.take_integer();
  point.finished_unix_ns = row.take_integer();
  point.samples = row.take_integer();
  for (double* figure : {&point.median_ns, &point.median_low_ns, &point.median_high_ns,
                         &point.p99_ns, &point.cv, &point.throughput_per_s}) {
    *figure = row.take_real();
  }
  point.cosine = row.take_optional_real();
  point.top1_agreement = row.take_optional_real();
  point.label_accuracy = row.take_optional_real();
  point.git_revision = row.take_text();
  point.fault_injected = row.take_text();
  return point;
}

}  // namespace

Result<std::vector<record::SeriesPoint>> SeriesReader::history(const record::SeriesKey& key,
                                                               int64_t limit, int64_t before_run) {
  NIGHTJAR_ASSIGN(
      Statement rows,
      database_->prepare(
          "SELECT r.run, r.job_id, r.finished_unix_ns, r.samples, r.median_ns, r.median_low_ns, "
          "r.median_high_ns, r.p99_ns, r.cv, r.throughput_per_s, a.cosine, a.top1_agreement, "
          "CASE WHEN a.label_count > 0 THEN a.label_accuracy END, e.git_revision, "
          "e.fault_injected "
          "FROM results r JOIN environments e ON e.id = r.environment_id "
          "LEFT JOIN accuracy a ON a.job_id = r.job_id "
          "WHERE r.outcome = 'done' AND r.fingerprint = ?1 AND r.device_class = ?2 AND r.run < ?3 "
          "ORDER BY r.run DESC LIMIT ?4"));
  rows.bind(key.fingerprint, key.device_class, before_run, limit);
  std::vector<record::SeriesPoint> points;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) break;
    points.push_back(read_point(rows));
  }
  std::reverse(points.begin(), points.end());
  return points;
}

Result<std::vector<SeriesEntry>> SeriesReader::find(const std::string& model_or_fingerprint) {
  NIGHTJAR_ASSIGN(
      Statement rows,
      database_->prepare(
          "SELECT r.fingerprint, r.device_class, min(s.model), min(s.display_name), count(*), "
          "max(r.run) FROM results r JOIN jobs j ON j.id = r.job_id "
          "JOIN scenarios s ON s.id = j.scenario_id "
          "WHERE r.outcome = 'done' AND j.proves IS NULL AND (?1 = '' OR s.model = ?1 OR "
          "s.display_name = ?1 "
          "OR (length(?1) >= 4 AND substr(r.fingerprint, 1, length(?1)) = ?1)) "
          "GROUP BY r.fingerprint, r.device_class ORDER BY min(s.display_name), r.device_class"));
  rows.bind(model_or_fingerprint);
  std::vector<SeriesEntry> entries;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, rows.next());
    if (!found) return entries;
    SeriesEntry entry;
    entry.key.fingerprint = rows.take_text();
    entry.key.device_class = rows.take_text();
    entry.model = rows.take_text();
    entry.display_name = rows.take_text();
    entry.points = rows.take_integer();
    entry.last_run = rows.take_integer();
    entries.push_back(std::move(entry));
  }
}

Result<record::Measurement> SeriesReader::measurement(int64_t job_id) {
  NIGHTJAR_ASSIGN(Statement row,
                  database_->prepare(std::string(kSelectMeasurements) + "WHERE j.id = ?1"));
  NIGHTJAR_ASSIGN(const bool found, row.bind(job_id).next());
  if (!found) return not_found(fmt::format("there is no job {} in {}", job_id, database_->path()));
  NIGHTJAR_ASSIGN(record::Measurement measurement, read_measurement(row));
  NIGHTJAR_ASSIGN(measurement.result.layers, read_layers(*database_, job_id));
  return measurement;
}

Result<record::Samples> SeriesReader::samples(int64_t job_id) {
  return read_samples(*database_, job_id);
}

}  // namespace nightjar::store
