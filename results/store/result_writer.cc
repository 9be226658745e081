// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "results/record/json.h"
#include "results/store/result_tables.h"
#include "results/store/sample_codec.h"

namespace nightjar::store {
namespace {

using record::JobResult;

/// What changes from job to job is kept with the result, so that environments are shared.
record::Environment steady_part(record::Environment environment) {
  environment.clock_mhz = 0;
  environment.load_average = 0;
  return environment;
}

Result<int64_t> keep_environment(Database& database, const record::Environment& environment) {
  const std::string text = record::to_json(steady_part(environment));
  const std::string digest = sha256_hex(text);
  NIGHTJAR_ASSIGN(Statement find,
                  database.prepare("SELECT id FROM environments WHERE digest = ?1"));
  NIGHTJAR_ASSIGN(const bool known, find.bind(digest).next());
  if (known) return find.take_integer();
  NIGHTJAR_TRY(database.run(
      "INSERT INTO environments (digest, device_class, device_name, host, git_revision, git_dirty, "
      "fault_injected, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      digest, environment.device_class, environment.device_name, environment.host,
      environment.git_revision, int64_t{environment.git_dirty}, environment.fault_injected, text));
  return database.last_row_id();
}

Status write_main_row(Database& database, const ResultPlace& place, const JobResult& result) {
  NIGHTJAR_ASSIGN(const int64_t environment, keep_environment(database, result.environment));
  const record::Summary& latency = result.latency;
  return database.run(
      "INSERT INTO results VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
      "?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, "
      "?33)",
      place.job_id, place.run, place.fingerprint, result.environment.device_class, place.token,
      record::to_string(result.outcome), result.error, environment, result.environment.clock_mhz,
      result.environment.load_average, latency.count, latency.median_ns, latency.mean_ns,
      latency.min_ns, latency.max_ns, latency.p90_ns, latency.p95_ns, latency.p99_ns, latency.cv,
      latency.median_low_ns, latency.median_high_ns, record::to_json(result.enqueue),
      record::to_json(result.h2d), record::to_json(result.compute), record::to_json(result.d2h),
      result.throughput_per_s, result.discarded_samples, result.discard_reason, result.stop_reason,
      result.plan_digest, result.decisions_digest, result.started_unix_ns, result.finished_unix_ns);
}

Status write_accuracy(Database& database, int64_t job_id, const record::Accuracy& accuracy) {
  return database.run("INSERT INTO accuracy VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", job_id,
                      accuracy.cosine, accuracy.max_abs_error, accuracy.max_relative_error,
                      accuracy.sqnr_db, accuracy.top1_agreement, accuracy.compared_items,
                      accuracy.label_accuracy, accuracy.label_count);
}

Status write_build(Database& database, int64_t job_id, const record::BuildFigures& figures) {
  return database.run("INSERT INTO build_figures VALUES (?1, ?2, ?3, ?4, ?5)", job_id,
                      figures.cold_build_ns, figures.rebuild_ns, figures.plan_bytes,
                      figures.peak_memory_bytes);
}

std::string list_text(const std::vector<std::string>& words) {
  using nlohmann::json;
  return json(words).dump(-1, ' ', false, json::error_handler_t::replace);
}

Status write_layers(Database& database, int64_t job_id,
                    const std::vector<record::LayerRow>& layers) {
  NIGHTJAR_ASSIGN(Statement insert, database.prepare("INSERT INTO layers VALUES (?1, ?2, ?3, ?4, "
                                                     "?5, ?6, ?7, ?8, ?9, ?10)"));
  int64_t position = 0;
  for (const record::LayerRow& layer : layers) {
    insert.bind(job_id, position++, layer.index, layer.name, list_text(layer.nodes), layer.tactic,
                layer.layout, layer.precision, layer.median_ns, layer.share);
    NIGHTJAR_TRY(insert.run());
  }
  return {};
}

Status write_samples(Database& database, int64_t job_id, const record::Samples& samples) {
  const std::pair<const char*, const std::vector<int64_t>*> parts[] = {
      {"latency", &samples.latency_ns},
      {"enqueue", &samples.enqueue_ns},
      {"h2d", &samples.h2d_ns},
      {"compute", &samples.compute_ns},
      {"d2h", &samples.d2h_ns}};
  for (const auto& [name, values] : parts) {
    if (values->empty()) continue;
    NIGHTJAR_TRY(database.run("INSERT INTO samples VALUES (?1, ?2, ?3, ?4)", job_id, name,
                              static_cast<int64_t>(values->size()), encode_samples(*values)));
  }
  return {};
}

}  // namespace

Status write_result(Database& database, const ResultPlace& place, const JobResult& result) {
  NIGHTJAR_TRY(write_main_row(database, place, result));
  if (result.accuracy) {
    NIGHTJAR_TRY(write_accuracy(database, place.job_id, *result.accuracy));
  }
  if (result.build) NIGHTJAR_TRY(write_build(database, place.job_id, *result.build));
  if (result.load) {
    NIGHTJAR_TRY(database.run("INSERT INTO load_figures VALUES (?1, ?2)", place.job_id,
                              record::to_json(*result.load)));
  }
  NIGHTJAR_TRY(write_layers(database, place.job_id, result.layers));
  return write_samples(database, place.job_id, result.samples);
}

}  // namespace nightjar::store
