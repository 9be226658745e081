// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "results/record/json.h"
#include "results/report/run_printers.h"

namespace nightjar::report {
namespace {

using nlohmann::json;

/// A record as the object it prints itself as.
template <typename T>
json embedded(const T& record) {
  return json::parse(record::to_json(record));
}

json verdict_json(const record::Verdict& verdict) {
  json layers = json::array();
  for (const record::LayerChange& layer : verdict.layers) {
    layers.push_back({{"layer", layer.layer},
                      {"old_tactic", layer.old_tactic},
                      {"new_tactic", layer.new_tactic},
                      {"old_ns", layer.old_ns},
                      {"new_ns", layer.new_ns},
                      {"share", layer.share}});
  }
  return {{"kind", record::to_string(verdict.kind)},
          {"baseline_run",
           verdict.baseline_run > 0 ? json(record::run_id(verdict.baseline_run)) : json()},
          {"baseline_points", verdict.baseline_points},
          {"baseline_ns", verdict.baseline_ns},
          {"change", verdict.change},
          {"threshold", verdict.threshold},
          {"noise", verdict.noise},
          {"z", verdict.z},
          {"variance_source", verdict.variance_source},
          {"sentence", verdict.sentence},
          {"would_change", verdict.would_change},
          {"layers", std::move(layers)}};
}

json measurement_json(const RunReport& report, const record::Measurement& measurement) {
  const record::JobResult& result = measurement.result;
  const record::Verdict* verdict = report.verdict_of(measurement.job_id);
  const record::Proof* proof = report.proof_of(measurement.job_id);
  return {{"scenario", scenarios::display_name(measurement.scenario)},
          {"model", measurement.scenario.model},
          {"precision", scenarios::to_string(measurement.scenario.precision)},
          {"fingerprint", measurement.fingerprint},
          {"device_class", measurement.device_class()},
          {"outcome", record::to_string(result.outcome)},
          {"error", result.error},
          {"latency", embedded(result.latency)},
          {"enqueue", embedded(result.enqueue)},
          {"h2d", embedded(result.h2d)},
          {"compute", embedded(result.compute)},
          {"d2h", embedded(result.d2h)},
          {"throughput_per_s", result.throughput_per_s},
          {"discarded_samples", result.discarded_samples},
          {"stop_reason", result.stop_reason},
          {"accuracy", result.accuracy ? embedded(*result.accuracy) : json()},
          {"build", result.build ? embedded(*result.build) : json()},
          {"load", result.load ? embedded(*result.load) : json()},
          {"layers", embedded(result.layers)},
          {"environment", embedded(result.environment)},
          {"plan_digest", result.plan_digest},
          {"decisions_digest", result.decisions_digest},
          {"verdict", verdict == nullptr ? json() : verdict_json(*verdict)},
          {"proof", proof == nullptr ? json() : embedded(*proof)}};
}

}  // namespace

std::string print_run_json(const RunReport& report) {
  json object = {{"run", record::run_id(report.run.sequence)},
                 {"suite", report.run.suite_name},
                 {"created_unix_ns", report.run.created_unix_ns},
                 {"finished_unix_ns", report.run.finished_unix_ns},
                 {"fault_notice", fault_notice(report)},
                 {"totals", json::object()},
                 {"measurements", json::array()},
                 {"left_out", json::array()}};
  for (const auto& [kind, count] : count_verdicts(report)) {
    object["totals"][record::to_string(kind)] = count;
  }
  for (const record::Measurement& measurement : report.measurements) {
    object["measurements"].push_back(measurement_json(report, measurement));
  }
  for (const record::LeftOut& entry : report.left_out) {
    object["left_out"].push_back(
        {{"scenario", scenarios::display_name(entry.scenario)}, {"reason", entry.reason}});
  }
  return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
