// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/judge.h"

#include <fmt/format.h>

#include "results/verdict/accuracy.h"
#include "results/verdict/latency.h"
#include "results/verdict/proven.h"
#include "results/verdict/wording.h"

namespace nightjar::verdict {
namespace {

using record::VerdictKind;

record::Verdict judge_unmeasured(const record::JobResult& result, record::Verdict verdict) {
  const bool failed = result.outcome == record::Outcome::kFailed;
  verdict.kind = failed ? VerdictKind::kFailed : VerdictKind::kNotMeasured;
  const std::string why = result.error.empty() ? "no reason was given" : result.error;
  verdict.sentence = (failed ? "failed: " : "not measured: ") + why;
  verdict.would_change = "a run in which the job is done";
  return verdict;
}

record::Verdict judge_first(record::Verdict verdict) {
  verdict.kind = VerdictKind::kNew;
  verdict.sentence = "the first measurement of this series on " + verdict.device_class +
                     "; there is nothing earlier to compare with";
  verdict.would_change = "a second run";
  return verdict;
}

record::Verdict judge_latency(const record::Measurement& measurement, const Baseline& baseline,
                              const record::Measurement* reference, const Policy& policy,
                              record::Verdict verdict) {
  const LatencyFinding finding = examine_latency(measurement, baseline, reference, policy);
  verdict.kind = finding.kind();
  verdict.baseline_run = baseline.newest().run;
  verdict.baseline_points = static_cast<int64_t>(baseline.points.size());
  verdict.baseline_ns = finding.baseline_ns;
  verdict.change = finding.change;
  verdict.noise = finding.noise.of_change;
  verdict.z = finding.significance.z;
  verdict.variance_source = finding.noise.source;
  verdict.sentence = describe_latency(finding, baseline, measurement.scenario.kind);
  verdict.would_change = describe_alternative(finding, baseline);
  if (verdict.kind == VerdictKind::kRegressed || verdict.kind == VerdictKind::kImproved) {
    verdict.layers = finding.layers.layers;
  }
  return verdict;
}

void add_accuracy(const AccuracyJudgement& accuracy, record::Verdict& verdict) {
  if (accuracy.relevance == Relevance::kNone) return;
  verdict.sentence = accuracy.sentence + "; " + verdict.sentence;
  if (accuracy.relevance == Relevance::kWorse) {
    verdict.kind = VerdictKind::kRegressed;
    verdict.would_change =
        "answers as accurate as the limits and the earlier runs ask for; " + verdict.would_change;
  } else if (verdict.kind == VerdictKind::kOk) {
    verdict.kind = VerdictKind::kImproved;
  }
}

}  // namespace

record::Verdict judge(const record::Measurement& measurement, const Baseline& baseline,
                      const record::Measurement* reference, const Policy& policy,
                      const record::Proof* proof) {
  const record::JobResult& result = measurement.result;
  record::Verdict verdict;
  verdict.run = measurement.run;
  verdict.job_id = measurement.job_id;
  verdict.fingerprint = measurement.fingerprint;
  verdict.device_class = measurement.device_class();
  verdict.threshold = measurement.scenario.limits.latency_threshold;
  if (result.outcome != record::Outcome::kDone) return judge_unmeasured(result, verdict);

  verdict = baseline.empty()
                ? judge_first(std::move(verdict))
                : judge_latency(measurement, baseline, reference, policy, std::move(verdict));
  if (proof != nullptr && !baseline.empty()) overrule(*proof, verdict);
  add_accuracy(judge_accuracy(result.accuracy, measurement.scenario.limits, baseline), verdict);
  if (!result.environment.fault_injected.empty()) {
    verdict.sentence += "; a fault was put in on purpose: " + result.environment.fault_injected;
  }
  return verdict;
}

}  // namespace nightjar::verdict
