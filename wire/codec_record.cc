// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>

#include "results/record/json.h"
#include "scenarios/bounds.h"
#include "wire/codec_parts.h"

namespace nightjar::wire {
namespace {

void put(const record::Summary& summary, pb::Summary& message) {
  message.set_count(summary.count);
  message.set_median_ns(summary.median_ns);
  message.set_mean_ns(summary.mean_ns);
  message.set_min_ns(summary.min_ns);
  message.set_max_ns(summary.max_ns);
  message.set_p90_ns(summary.p90_ns);
  message.set_p95_ns(summary.p95_ns);
  message.set_p99_ns(summary.p99_ns);
  message.set_cv(summary.cv);
  message.set_median_low_ns(summary.median_low_ns);
  message.set_median_high_ns(summary.median_high_ns);
}

record::Summary plain(const pb::Summary& message) {
  record::Summary summary;
  summary.count = message.count();
  summary.median_ns = message.median_ns();
  summary.mean_ns = message.mean_ns();
  summary.min_ns = message.min_ns();
  summary.max_ns = message.max_ns();
  summary.p90_ns = message.p90_ns();
  summary.p95_ns = message.p95_ns();
  summary.p99_ns = message.p99_ns();
  summary.cv = message.cv();
  summary.median_low_ns = message.median_low_ns();
  summary.median_high_ns = message.median_high_ns();
  return summary;
}

Status check_finite(const char* where, std::initializer_list<double> figures) {
  for (const double figure : figures) {
    if (!std::isfinite(figure)) {
      return invalid_input(fmt::format("{} holds a number that is not finite", where));
    }
  }
  return {};
}

using Numbers = google::protobuf::RepeatedField<int64_t>;

Status take_numbers(const Numbers& message, std::vector<int64_t>& numbers) {
  NIGHTJAR_TRY(check_count("samples", message.size(), scenarios::kMaxSamples));
  numbers.assign(message.begin(), message.end());
  return {};
}

void put(const record::Samples& samples, pb::Samples& message) {
  const auto add = [](const std::vector<int64_t>& numbers, Numbers* target) {
    target->Add(numbers.begin(), numbers.end());
  };
  add(samples.latency_ns, message.mutable_latency_ns());
  add(samples.enqueue_ns, message.mutable_enqueue_ns());
  add(samples.h2d_ns, message.mutable_h2d_ns());
  add(samples.compute_ns, message.mutable_compute_ns());
  add(samples.d2h_ns, message.mutable_d2h_ns());
}

Status take(const pb::Samples& message, record::Samples& samples) {
  NIGHTJAR_TRY(take_numbers(message.latency_ns(), samples.latency_ns));
  NIGHTJAR_TRY(take_numbers(message.enqueue_ns(), samples.enqueue_ns));
  NIGHTJAR_TRY(take_numbers(message.h2d_ns(), samples.h2d_ns));
  NIGHTJAR_TRY(take_numbers(message.compute_ns(), samples.compute_ns));
  return take_numbers(message.d2h_ns(), samples.d2h_ns);
}

void put(const record::Accuracy& accuracy, pb::Accuracy& message) {
  message.set_cosine(accuracy.cosine);
  message.set_max_abs_error(accuracy.max_abs_error);
  message.set_max_relative_error(accuracy.max_relative_error);
  message.set_sqnr_db(accuracy.sqnr_db);
  message.set_top1_agreement(accuracy.top1_agreement);
  message.set_compared_items(accuracy.compared_items);
  message.set_label_accuracy(accuracy.label_accuracy);
  message.set_label_count(accuracy.label_count);
}

record::Accuracy plain(const pb::Accuracy& message) {
  record::Accuracy accuracy;
  accuracy.cosine = message.cosine();
  accuracy.max_abs_error = message.max_abs_error();
  accuracy.max_relative_error = message.max_relative_error();
  accuracy.sqnr_db = message.sqnr_db();
  accuracy.top1_agreement = message.top1_agreement();
  accuracy.compared_items = message.compared_items();
  accuracy.label_accuracy = message.label_accuracy();
  accuracy.label_count = message.label_count();
  return accuracy;
}

void put(const record::LayerRow& row, pb::LayerRow& message) {
  message.set_index(row.index);
  message.set_name(row.name);
  for (const std::string& node : row.nodes) message.add_nodes(node);
  message.set_tactic(row.tactic);
  message.set_layout(row.layout);
  message.set_precision(row.precision);
  message.set_median_ns(row.median_ns);
  message.set_share(row.share);
}

Status take(const pb::LayerRow& message, record::LayerRow& row) {
  NIGHTJAR_TRY(check_count("nodes", message.nodes_size(), kMaxNodesPerLayer));
  row.index = message.index();
  row.name = message.name();
  row.nodes.assign(message.nodes().begin(), message.nodes().end());
  row.tactic = message.tactic();
  row.layout = message.layout();
  row.precision = message.precision();
  row.median_ns = message.median_ns();
  row.share = message.share();
  return check_finite("a layer", {row.median_ns, row.share});
}

Status check_figures(const record::Summary& summary) {
  return check_finite("a summary", {summary.median_ns, summary.mean_ns, summary.min_ns,
                                    summary.max_ns, summary.p90_ns, summary.p95_ns, summary.p99_ns,
                                    summary.cv, summary.median_low_ns, summary.median_high_ns});
}

Status take_summaries(const pb::JobResult& message, record::JobResult& result) {
  const std::pair<const pb::Summary*, record::Summary*> pairs[] = {
      {&message.latency(), &result.latency},
      {&message.enqueue(), &result.enqueue},
      {&message.h2d(), &result.h2d},
      {&message.compute(), &result.compute},
      {&message.d2h(), &result.d2h}};
  for (const auto& [source, target] : pairs) {
    *target = plain(*source);
    NIGHTJAR_TRY(check_figures(*target));
  }
  return {};
}

Status take_texts(const pb::JobResult& message, record::JobResult& result) {
  const std::optional<record::Outcome> outcome = record::outcome_from_string(message.outcome());
  if (!outcome) return invalid_input("outcome is an unknown word");
  result.outcome = *outcome;
  NIGHTJAR_TRY(check_length("error", message.error(), kMaxSentenceBytes));
  result.error = message.error();
  result.discard_reason = message.discard_reason();
  result.stop_reason = message.stop_reason();
  result.plan_digest = message.plan_digest();
  result.decisions_digest = message.decisions_digest();
  return {};
}

}  // namespace

void put(const record::Environment& environment, pb::Environment& message) {
  message.set_host(environment.host);
  message.set_device_name(environment.device_name);
  message.set_device_class(environment.device_class);
  message.set_isa(environment.isa);
  message.set_cores(environment.cores);
  message.set_os_kernel(environment.os_kernel);
  message.set_driver(environment.driver);
  message.set_git_revision(environment.git_revision);
  message.set_git_dirty(environment.git_dirty);
  message.set_build_type(environment.build_type);
  message.set_compiler(environment.compiler);
  for (const auto& [library, version] : environment.libraries) {
    pb::Pair& pair = *message.add_libraries();
    pair.set_key(library);
    pair.set_value(version);
  }
  message.set_clock_mhz(environment.clock_mhz);
  message.set_load_average(environment.load_average);
  message.set_memory_bytes(environment.memory_bytes);
  message.set_worker_binary_digest(environment.worker_binary_digest);
  message.set_fault_injected(environment.fault_injected);
}

Status take(const pb::Environment& message, record::Environment& environment) {
  environment.host = message.host();
  environment.device_name = message.device_name();
  environment.device_class = message.device_class();
  environment.isa = message.isa();
  environment.cores = message.cores();
  environment.os_kernel = message.os_kernel();
  environment.driver = message.driver();
  environment.git_revision = message.git_revision();
  environment.git_dirty = message.git_dirty();
  environment.build_type = message.build_type();
  environment.compiler = message.compiler();
  NIGHTJAR_TRY(check_count("libraries", message.libraries_size(), kMaxLibraries));
  for (const pb::Pair& pair : message.libraries()) {
    environment.libraries[pair.key()] = pair.value();
  }
  environment.clock_mhz = message.clock_mhz();
  environment.load_average = message.load_average();
  environment.memory_bytes = message.memory_bytes();
  environment.worker_binary_digest = message.worker_binary_digest();
  environment.fault_injected = message.fault_injected();
  return {};
}

void put(const record::LoadFigures& figures, pb::LoadFigures& message) {
  message.set_concurrency(figures.concurrency);
  message.set_queries(figures.queries);
  message.set_percentile(figures.percentile);
  message.set_percentile_ns(figures.percentile_ns);
  message.set_percentile_low_ns(figures.percentile_low_ns);
  message.set_percentile_high_ns(figures.percentile_high_ns);
  message.set_supported_ns(figures.supported_ns);
  message.set_rate_per_s(figures.rate_per_s);
  message.set_failed_rate_per_s(figures.failed_rate_per_s);
  message.set_latency_bound_ns(figures.latency_bound_ns);
  message.set_rates_tried(figures.rates_tried);
}

Status take(const pb::LoadFigures& message, std::optional<record::LoadFigures>& figures) {
  figures = record::LoadFigures{
      message.concurrency(),      message.queries(),           message.percentile(),
      message.percentile_ns(),    message.percentile_low_ns(), message.percentile_high_ns(),
      message.supported_ns(),     message.rate_per_s(),        message.failed_rate_per_s(),
      message.latency_bound_ns(), message.rates_tried()};
  return check_finite("load",
                      {figures->percentile, figures->percentile_ns, figures->percentile_low_ns,
                       figures->percentile_high_ns, figures->supported_ns, figures->rate_per_s,
                       figures->failed_rate_per_s, figures->latency_bound_ns});
}

void put(const record::JobResult& result, pb::JobResult& message) {
  message.set_outcome(to_string(result.outcome));
  message.set_error(result.error);
  put(result.samples, *message.mutable_samples());
  put(result.latency, *message.mutable_latency());
  put(result.enqueue, *message.mutable_enqueue());
  put(result.h2d, *message.mutable_h2d());
  put(result.compute, *message.mutable_compute());
  put(result.d2h, *message.mutable_d2h());
  message.set_throughput_per_s(result.throughput_per_s);
  message.set_discarded_samples(result.discarded_samples);
  message.set_discard_reason(result.discard_reason);
  message.set_stop_reason(result.stop_reason);
  if (result.accuracy) put(*result.accuracy, *message.mutable_accuracy());
  if (result.build) {
    pb::BuildFigures& build = *message.mutable_build();
    build.set_cold_build_ns(result.build->cold_build_ns);
    build.set_rebuild_ns(result.build->rebuild_ns);
    build.set_plan_bytes(result.build->plan_bytes);
    build.set_peak_memory_bytes(result.build->peak_memory_bytes);
  }
  if (result.load) put(*result.load, *message.mutable_load());
  for (const record::LayerRow& row : result.layers) put(row, *message.add_layers());
  put(result.environment, *message.mutable_environment());
  message.set_plan_digest(result.plan_digest);
  message.set_decisions_digest(result.decisions_digest);
  message.set_started_unix_ns(result.started_unix_ns);
  message.set_finished_unix_ns(result.finished_unix_ns);
  if (result.proof) message.set_proof(record::to_json(*result.proof));
}

Status take(const pb::JobResult& message, record::JobResult& result) {
  NIGHTJAR_TRY(take_texts(message, result));
  NIGHTJAR_TRY(take(message.samples(), result.samples));
  NIGHTJAR_TRY(take_summaries(message, result));
  result.throughput_per_s = message.throughput_per_s();
  NIGHTJAR_TRY(check_finite("throughput_per_s", {result.throughput_per_s}));
  result.discarded_samples = message.discarded_samples();
  if (message.has_accuracy()) result.accuracy = plain(message.accuracy());
  if (message.has_build()) {
    const pb::BuildFigures& build = message.build();
    result.build = record::BuildFigures{build.cold_build_ns(), build.rebuild_ns(),
                                        build.plan_bytes(), build.peak_memory_bytes()};
    NIGHTJAR_TRY(check_finite("build", {build.cold_build_ns(), build.rebuild_ns()}));
  }
  if (message.has_load()) NIGHTJAR_TRY(take(message.load(), result.load));
  NIGHTJAR_TRY(check_count("layers", message.layers_size(), kMaxLayers));
  result.layers.resize(static_cast<size_t>(message.layers_size()));
  for (int i = 0; i < message.layers_size(); ++i) {
    NIGHTJAR_TRY(take(message.layers(i), result.layers[static_cast<size_t>(i)]));
  }
  NIGHTJAR_TRY(take(message.environment(), result.environment));
  result.started_unix_ns = message.started_unix_ns();
  result.finished_unix_ns = message.finished_unix_ns();
  if (message.proof().empty()) return {};
  NIGHTJAR_TRY(check_length("proof", message.proof(), kMaxReportBytes));
  NIGHTJAR_ASSIGN(result.proof, record::proof_from_json(message.proof()));
  return {};
}

}  // namespace nightjar::wire
