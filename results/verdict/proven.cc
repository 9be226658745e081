// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/proven.h"

#include <fmt/format.h>

#include <cmath>

#include "results/record/units.h"
#include "results/verdict/relevance.h"

namespace nightjar::verdict {

using record::ProofOutcome;
using record::VerdictKind;

namespace {

VerdictKind proven_kind(const record::Proof& proof, const record::Verdict& verdict) {
  switch (proof.outcome) {
    case ProofOutcome::kConfirmed:
      return verdict.change > 0 ? VerdictKind::kRegressed : VerdictKind::kImproved;
    case ProofOutcome::kTacticLuck:
    case ProofOutcome::kAmbiguous:
      return VerdictKind::kAmbiguous;
    case ProofOutcome::kEnvironment:
      return VerdictKind::kNoisy;
    case ProofOutcome::kNoise:
      return VerdictKind::kOk;
    case ProofOutcome::kUnproven:
      break;
  }
  return verdict.kind;
}

const char* proven_alternative(ProofOutcome outcome) {
  switch (outcome) {
    case ProofOutcome::kConfirmed:
      return "repeats of both sides that come out alike";
    case ProofOutcome::kTacticLuck:
      return "fresh builds that choose as badly again and again";
    case ProofOutcome::kEnvironment:
      return "an old side that is as fast as it was, beside a new one that is not";
    case ProofOutcome::kNoise:
      return "another run that is slow, and repeats of both sides that differ";
    default:
      return "more repeats: a larger --proof-budget, or a calmer device";
  }
}

const char* words(record::LayerCause cause) {
  switch (cause) {
    case record::LayerCause::kSlowerTactic:
      return "takes longer with the same tactic";
    case record::LayerCause::kTacticChanged:
      return "runs another tactic";
    case record::LayerCause::kFusionChanged:
      return "is fused otherwise";
    case record::LayerCause::kReformatAdded:
      return "is a reformat that was not there";
    case record::LayerCause::kPrecisionFellBack:
      return "fell back to a wider type";
    case record::LayerCause::kMovedToHost:
      return "moved to the host";
    case record::LayerCause::kLaunchGap:
      return "the gaps between layers grew";
    case record::LayerCause::kUnattributed:
      break;
  }
  return "no layer explains";
}

std::string describe(const record::LayerAttribution& layer) {
  const bool is_layer = !layer.layer.empty();
  std::string text = is_layer ? "layer " + layer.layer + " " + words(layer.cause)
                              : std::string(words(layer.cause));
  if (is_layer && layer.old_tactic != layer.new_tactic && !layer.old_tactic.empty()) {
    text += fmt::format(", {} for {}", layer.new_tactic, layer.old_tactic);
  }
  if (layer.cause == record::LayerCause::kUnattributed) {
    return text + fmt::format(" {:.0f} % of the change", 100 * layer.share);
  }
  return text + fmt::format(" ({} to {}, {:.0f} % of the change)",
                            record::human_duration(layer.old_ns),
                            record::human_duration(layer.new_ns), 100 * layer.share);
}

/// What profiles side by side say replaces what two runs' profiles said.
void take_layers(const record::Proof& proof, record::Verdict& verdict) {
  if (proof.layers.empty()) return;
  verdict.layers.clear();
  for (const record::LayerAttribution& layer : proof.layers) {
    verdict.sentence += "; " + describe(layer);
    if (layer.layer.empty()) continue;
    verdict.layers.push_back(
        {layer.layer, layer.old_tactic, layer.new_tactic, layer.old_ns, layer.new_ns, layer.share});
  }
}

}  // namespace

bool is_suspicious(const record::Verdict& verdict) {
  const bool is_open =
      verdict.kind == VerdictKind::kRegressed || verdict.kind == VerdictKind::kImproved ||
      verdict.kind == VerdictKind::kAmbiguous || verdict.kind == VerdictKind::kNoisy;
  return is_open && verdict.baseline_ns > 0 &&
         judge_relevance(verdict.change, verdict.threshold) != Relevance::kNone;
}

std::vector<record::SeriesPoint> typical_points(const Baseline& baseline, double threshold,
                                                size_t most) {
  std::vector<record::SeriesPoint> typical;
  if (baseline.empty()) return typical;
  const double middle_ns = baseline.median_ns();
  for (auto point = baseline.points.rbegin(); point != baseline.points.rend(); ++point) {
    const double distance = std::fabs(std::log(point->median_ns / middle_ns));
    if (typical.size() < most && distance <= std::log1p(threshold)) typical.push_back(*point);
  }
  return typical;
}

void overrule(const record::Proof& proof, record::Verdict& verdict) {
  if (!is_suspicious(verdict)) return;
  verdict.sentence += "; " + proof.sentence;
  if (proof.outcome == ProofOutcome::kUnproven) return;
  take_layers(proof, verdict);
  verdict.kind = proven_kind(proof, verdict);
  verdict.would_change = proven_alternative(proof.outcome);
}

}  // namespace nightjar::verdict
