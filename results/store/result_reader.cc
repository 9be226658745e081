// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "results/record/json.h"
#include "results/store/result_tables.h"
#include "results/store/sample_codec.h"
#include "results/store/scenario_table.h"

namespace nightjar::store {
namespace {

Status read_summaries(Statement& row, record::JobResult& result) {
  for (record::Summary* part : {&result.enqueue, &result.h2d, &result.compute, &result.d2h}) {
    NIGHTJAR_ASSIGN(*part, record::summary_from_json(row.take_text()));
  }
  return {};
}

record::Summary read_latency(Statement& row) {
  record::Summary latency;
  latency.count = row.take_integer();
  for (double* figure : {&latency.median_ns, &latency.mean_ns, &latency.min_ns, &latency.max_ns,
                         &latency.p90_ns, &latency.p95_ns, &latency.p99_ns, &latency.cv,
                         &latency.median_low_ns, &latency.median_high_ns}) {
    *figure = row.take_real();
  }
  return latency;
}

/// Skips its columns when there is no row in the table.
std::optional<record::Accuracy> read_accuracy(Statement& row) {
  const bool present = row.take_integer() != 0;
  record::Accuracy accuracy;
  for (double* figure : {&accuracy.cosine, &accuracy.max_abs_error, &accuracy.max_relative_error,
                         &accuracy.sqnr_db, &accuracy.top1_agreement}) {
    *figure = row.take_real();
  }
  accuracy.compared_items = row.take_integer();
  accuracy.label_accuracy = row.take_real();
  accuracy.label_count = row.take_integer();
  return present ? std::optional(accuracy) : std::nullopt;
}

std::optional<record::BuildFigures> read_build(Statement& row) {
  const bool present = row.take_integer() != 0;
  record::BuildFigures figures;
  figures.cold_build_ns = row.take_real();
  figures.rebuild_ns = row.take_real();
  figures.plan_bytes = row.take_integer();
  figures.peak_memory_bytes = row.take_integer();
  return present ? std::optional(figures) : std::nullopt;
}

Result<record::JobResult> read_result(Statement& row) {
  record::JobResult result;
  const auto outcome = record::outcome_from_string(row.take_text());
  if (!outcome) return invalid_input("a result has an outcome that is none");
  result.outcome = *outcome;
  result.error = row.take_text();
  NIGHTJAR_ASSIGN(result.environment, record::environment_from_json(row.take_text()));
  result.environment.clock_mhz = row.take_real();
  result.environment.load_average = row.take_real();
  result.latency = read_latency(row);
  NIGHTJAR_TRY(read_summaries(row, result));
  result.throughput_per_s = row.take_real();
  result.discarded_samples = row.take_integer();
  result.discard_reason = row.take_text();
  result.stop_reason = row.take_text();
  result.plan_digest = row.take_text();
  result.decisions_digest = row.take_text();
  result.started_unix_ns = row.take_integer();
  result.finished_unix_ns = row.take_integer();
  result.accuracy = read_accuracy(row);
  result.build = read_build(row);
  const std::string load = row.take_text();
  if (load.empty()) return result;
  NIGHTJAR_ASSIGN(result.load, record::load_figures_from_json(load));
  return result;
}

record::JobResult without_result(const std::string& state) {
  record::JobResult result;
  result.outcome = record::Outcome::kCancelled;
  result.error = "the job has not ended: it is " + state;
  return result;
}

Result<std::vector<std::string>> read_list(const std::string& text) {
  try {
    return nlohmann::json::parse(text).get<std::vector<std::string>>();
  } catch (const nlohmann::json::exception&) {
    return invalid_input("a layer's list of nodes is damaged; restore the database");
  }
}

}  // namespace

const char* const kSelectMeasurements =
    "SELECT j.id, j.run, j.fingerprint, j.state, s.text, r.job_id IS NOT NULL, "
    "r.outcome, r.error, e.text, r.clock_mhz, r.load_average, r.samples, r.median_ns, r.mean_ns, "
    "r.min_ns, r.max_ns, r.p90_ns, r.p95_ns, r.p99_ns, r.cv, r.median_low_ns, r.median_high_ns, "
    "r.enqueue, r.h2d, r.compute, r.d2h, r.throughput_per_s, r.discarded_samples, "
    "r.discard_reason, r.stop_reason, r.plan_digest, r.decisions_digest, r.started_unix_ns, "
    "r.finished_unix_ns, "
    "a.job_id IS NOT NULL, a.cosine, a.max_abs_error, a.max_relative_error, a.sqnr_db, "
    "a.top1_agreement, a.compared_items, a.label_accuracy, a.label_count, "
    "b.job_id IS NOT NULL, b.cold_build_ns, b.rebuild_ns, b.plan_bytes, b.peak_memory_bytes, "
    "coalesce(l.text, '') "
    "FROM jobs j JOIN scenarios s ON s.id = j.scenario_id "
    "LEFT JOIN results r ON r.job_id = j.id "
    "LEFT JOIN environments e ON e.id = r.environment_id "
    "LEFT JOIN accuracy a ON a.job_id = j.id LEFT JOIN build_figures b ON b.job_id = j.id "
    "LEFT JOIN load_figures l ON l.job_id = j.id ";

Result<record::Measurement> read_measurement(Statement& row) {
  record::Measurement measurement;
  measurement.job_id = row.take_integer();
  measurement.run = row.take_integer();
  measurement.fingerprint = row.take_text();
  const std::string state = row.take_text();
  NIGHTJAR_ASSIGN(measurement.scenario, read_scenario(row.take_text()));
  const bool has_result = row.take_integer() != 0;
  if (!has_result) {
    measurement.result = without_result(state);
    return measurement;
  }
  NIGHTJAR_ASSIGN(measurement.result, read_result(row));
  return measurement;
}

Result<std::vector<record::LayerRow>> read_layers(Database& database, int64_t job_id) {
  NIGHTJAR_ASSIGN(Statement row,
                  database.prepare("SELECT step, name, nodes, tactic, layout, precision, "
                                   "median_ns, share FROM layers WHERE job_id = ?1 "
                                   "ORDER BY position"));
  row.bind(job_id);
  std::vector<record::LayerRow> layers;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, row.next());
    if (!found) return layers;
    record::LayerRow layer;
    layer.index = row.take_integer();
    layer.name = row.take_text();
    NIGHTJAR_ASSIGN(layer.nodes, read_list(row.take_text()));
    layer.tactic = row.take_text();
    layer.layout = row.take_text();
    layer.precision = row.take_text();
    layer.median_ns = row.take_real();
    layer.share = row.take_real();
    layers.push_back(std::move(layer));
  }
}

Result<record::Samples> read_samples(Database& database, int64_t job_id) {
  NIGHTJAR_ASSIGN(Statement row,
                  database.prepare("SELECT part, count, data FROM samples WHERE job_id = ?1"));
  row.bind(job_id);
  record::Samples samples;
  while (true) {
    NIGHTJAR_ASSIGN(const bool found, row.next());
    if (!found) return samples;
    const std::string part = row.take_text();
    const int64_t count = row.take_integer();
    NIGHTJAR_ASSIGN(std::vector<int64_t> values, decode_samples(row.take_bytes(), count));
    auto& target = part == "latency"   ? samples.latency_ns
                   : part == "enqueue" ? samples.enqueue_ns
                   : part == "h2d"     ? samples.h2d_ns
                   : part == "compute" ? samples.compute_ns
                                       : samples.d2h_ns;
    target = std::move(values);
  }
}

}  // namespace nightjar::store
