// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/latency.h"

namespace nightjar::verdict {

using record::VerdictKind;

VerdictKind LatencyFinding::kind() const {
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
  finding.noise =
      estimate_noise(latency, baseline, policy.prior_noise(scenario.kind), policy.prior_weight);
  if (reference != nullptr) {
    finding.layers =
        compare_layers(reference->result.layers, measurement.result.layers, finding.change);
  }
  finding.significance = judge_significance(finding.change, finding.noise, finding.layers.evidence,
                                            static_cast<int64_t>(baseline.points.size()), policy);
  finding.relevance = judge_relevance(finding.change, finding.threshold);
  return finding;
}

}  // namespace nightjar::verdict
