// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/record/record.h"

#include <utility>

#include "results/record/run.h"
#include "results/record/verdict.h"

namespace nightjar::record {
namespace {

constexpr std::pair<Outcome, const char*> kOutcomes[] = {
    {Outcome::kDone, "done"}, {Outcome::kFailed, "failed"}, {Outcome::kCancelled, "cancelled"}};

constexpr std::pair<VerdictKind, const char*> kVerdictKinds[] = {
    {VerdictKind::kOk, "ok"},
    {VerdictKind::kRegressed, "regressed"},
    {VerdictKind::kImproved, "improved"},
    {VerdictKind::kAmbiguous, "ambiguous"},
    {VerdictKind::kNoisy, "noisy"},
    {VerdictKind::kNew, "new"},
    {VerdictKind::kFailed, "failed"},
    {VerdictKind::kNotMeasured, "not_measured"}};

constexpr std::pair<ProofArm, const char*> kProofArms[] = {
    {ProofArm::kOldProgram, "old_program"},
    {ProofArm::kOldPlan, "old_plan"},
    {ProofArm::kNew, "new"},
    {ProofArm::kOldDecisions, "old_decisions"},
    {ProofArm::kFresh, "fresh"},
    {ProofArm::kBaseline, "baseline"}};

constexpr std::pair<ProofOutcome, const char*> kProofOutcomes[] = {
    {ProofOutcome::kConfirmed, "confirmed"},     {ProofOutcome::kTacticLuck, "tactic_luck"},
    {ProofOutcome::kEnvironment, "environment"}, {ProofOutcome::kNoise, "noise"},
    {ProofOutcome::kAmbiguous, "ambiguous"},     {ProofOutcome::kUnproven, "unproven"}};

constexpr std::pair<LayerCause, const char*> kLayerCauses[] = {
    {LayerCause::kSlowerTactic, "slower_tactic"},
    {LayerCause::kTacticChanged, "tactic_changed"},
    {LayerCause::kFusionChanged, "fusion_changed"},
    {LayerCause::kReformatAdded, "reformat_added"},
    {LayerCause::kPrecisionFellBack, "precision_fell_back"},
    {LayerCause::kMovedToHost, "moved_to_host"},
    {LayerCause::kLaunchGap, "launch_gap"},
    {LayerCause::kUnattributed, "unattributed"}};

template <typename Enum, size_t N>
const char* word_of(const std::pair<Enum, const char*> (&words)[N], Enum value) {
  for (const auto& [known, word] : words) {
    if (known == value) return word;
  }
  return "unknown";
}

template <typename Enum, size_t N>
std::optional<Enum> value_of(const std::pair<Enum, const char*> (&words)[N],
                             const std::string& word) {
  for (const auto& [value, known] : words) {
    if (known == word) return value;
  }
  return std::nullopt;
}

}  // namespace

const char* to_string(Outcome outcome) { return word_of(kOutcomes, outcome); }
std::optional<Outcome> outcome_from_string(const std::string& word) {
  return value_of(kOutcomes, word);
}

const char* to_string(VerdictKind kind) { return word_of(kVerdictKinds, kind); }
std::optional<VerdictKind> verdict_kind_from_string(const std::string& word) {
  return value_of(kVerdictKinds, word);
}

const char* to_string(ProofArm arm) { return word_of(kProofArms, arm); }
std::optional<ProofArm> proof_arm_from_string(const std::string& word) {
  return value_of(kProofArms, word);
}

const char* to_string(ProofOutcome outcome) { return word_of(kProofOutcomes, outcome); }
std::optional<ProofOutcome> proof_outcome_from_string(const std::string& word) {
  return value_of(kProofOutcomes, word);
}

const char* to_string(LayerCause cause) { return word_of(kLayerCauses, cause); }
std::optional<LayerCause> layer_cause_from_string(const std::string& word) {
  return value_of(kLayerCauses, word);
}

std::string run_id(int64_t sequence) { return "r" + std::to_string(sequence); }

SeriesPoint to_point(const Measurement& measurement) {
  const JobResult& result = measurement.result;
  SeriesPoint point;
  point.run = measurement.run;
  point.job_id = measurement.job_id;
  point.finished_unix_ns = result.finished_unix_ns;
  point.samples = result.latency.count;
  point.median_ns = result.latency.median_ns;
  point.median_low_ns = result.latency.median_low_ns;
  point.median_high_ns = result.latency.median_high_ns;
  point.p99_ns = result.latency.p99_ns;
  point.cv = result.latency.cv;
  point.throughput_per_s = result.throughput_per_s;
  if (result.accuracy) {
    point.cosine = result.accuracy->cosine;
    point.top1_agreement = result.accuracy->top1_agreement;
    if (result.accuracy->label_count > 0) point.label_accuracy = result.accuracy->label_accuracy;
  }
  point.git_revision = result.environment.git_revision;
  point.fault_injected = result.environment.fault_injected;
  return point;
}

std::vector<std::string> Environment::missing_fields() const {
  const std::pair<const char*, bool> known[] = {
      {"host", !host.empty()},
      {"device_name", !device_name.empty()},
      {"device_class", !device_class.empty()},
      {"isa or driver", !isa.empty() || !driver.empty()},
      {"cores", cores > 0},
      {"os_kernel", !os_kernel.empty()},
      {"git_revision", !git_revision.empty()},
      {"build_type", !build_type.empty()},
      {"compiler", !compiler.empty()},
      {"libraries", !libraries.empty()},
      {"memory_bytes", memory_bytes > 0},
      {"worker_binary_digest", !worker_binary_digest.empty()}};
  std::vector<std::string> missing;
  for (const auto& [name, is_known] : known) {
    if (!is_known) missing.emplace_back(name);
  }
  return missing;
}

}  // namespace nightjar::record
