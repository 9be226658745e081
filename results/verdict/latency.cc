// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/latency.h"

#include <fmt/format.h>

#include "results/record/units.h"

namespace nightjar::verdict {

using record::VerdictKind;

namespace {

double disturbed_share_of(const record::JobResult& result) {
  const auto all = static_cast<double>(result.latency.count + result.discarded_samples);
  return all > 0 ? static_cast<double>(result.discarded_samples) / all : 0;
}

}  // namespace

VerdictKind LatencyFinding::kind() const {
  // Others disturb the profile too, here and there in every layer: many small parts are no layer's.
  constexpr double kLeastExplained = 0.5;
  const bool singled_out =
      layers.evidence == LayerEvidence::kSupports && layers.explained() >= kLeastExplained;
  if (relevance != Relevance::kNone && device_was_shared && !singled_out) {
    return VerdictKind::kNoisy;
  }
  if (relevance != Relevance::kNone && significance.is_real()) {
    return relevance == Relevance::kWorse ? VerdictKind::kRegressed : VerdictKind::kImproved;
  }
  if (interval > threshold) return VerdictKind::kNoisy;
  return relevance == Relevance::kNone ? VerdictKind::kOk : VerdictKind::kAmbiguous;
}

LatencyFinding examine_latency(const record::Measurement& measurement, const Baseline& baseline,
                               const record::Measurement* reference, const Policy& policy) {
  const record::Summary& latency = measurement.result.latency;
  const scenarios::Scenario& scenario = measurement.scenario;
  LatencyFinding finding;
  finding.median_ns = latency.median_ns;
  finding.baseline_ns = baseline.median_ns();
  finding.change = latency.median_ns / finding.baseline_ns - 1;
  finding.threshold = scenario.limits.latency_threshold;
  finding.interval = 0.5 * (latency.median_high_ns - latency.median_low_ns) / latency.median_ns;
  finding.disturbed_share = disturbed_share_of(measurement.result);
  finding.device_was_shared = finding.disturbed_share >= policy.shared_device_share;
  finding.noise =
      estimate_noise(latency, baseline, policy.prior_noise(scenario.kind), policy.prior_weight);
  if (policy.series_together > 1) {
    finding.noise.source += fmt::format(
        "; {} series of this run were judged together, so that of those believed changed {} are "
        "false",
        policy.series_together, record::human_percent(policy.false_discovery_rate));
  }
  if (reference != nullptr) {
    finding.layers =
        compare_layers(reference->result.layers, measurement.result.layers, finding.change);
  }
  const Grounds grounds{scenario.kind, finding.layers.evidence,
                        static_cast<int64_t>(baseline.points.size())};
  finding.significance = judge_significance(finding.change, finding.noise, grounds, policy);
  finding.relevance = judge_relevance(finding.change, finding.threshold);
  return finding;
}

}  // namespace nightjar::verdict
