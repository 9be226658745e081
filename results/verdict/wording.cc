// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/wording.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/record/run.h"
#include "results/record/units.h"

namespace nightjar::verdict {
namespace {

using record::human_change;
using record::human_duration;
using record::human_percent;
using record::VerdictKind;

std::string describe_baseline(const Baseline& baseline) {
  const std::string newest = record::run_id(baseline.newest().run);
  if (baseline.points.size() == 1) return newest;
  std::string text =
      fmt::format("the median of {} earlier runs (newest {})", baseline.points.size(), newest);
  if (baseline.shift) {
    text +=
        fmt::format(" since the level changed by {} with {}",
                    human_change(baseline.shift->change()), record::run_id(baseline.shift->run));
  }
  return text;
}

/// A sentence of its own, since it holds whatever tonight is like.
std::string describe_drift(const Baseline& baseline) {
  if (!baseline.drift) return {};
  return fmt::format("; the series drifts: {} over its newest {} runs since {}, {:+.2g} % a run",
                     human_change(baseline.drift->total), baseline.drift->runs,
                     record::run_id(baseline.drift->run), 100 * baseline.drift->per_run);
}

std::string describe_layers(const LayerComparison& layers) {
  if (layers.evidence == LayerEvidence::kNone) return {};
  if (layers.evidence == LayerEvidence::kAlike) {
    return fmt::format("; no layer stands out, the typical one changed by {}",
                       human_change(layers.pace));
  }
  std::string text;
  for (const record::LayerChange& layer : layers.layers) {
    text += fmt::format("{}{} ({} to {}, {:.0f} % of the change)", text.empty() ? "; layer " : ", ",
                        layer.layer, human_duration(layer.old_ns), human_duration(layer.new_ns),
                        layer.share * 100);
    if (layer.old_tactic != layer.new_tactic && !layer.old_tactic.empty() &&
        !layer.new_tactic.empty()) {
      text += fmt::format(" which went from tactic {} to {}", layer.old_tactic, layer.new_tactic);
    }
  }
  return text;
}

/// The smallest slow-down that would count: real and large enough.
double least_change(const LatencyFinding& finding) {
  const Significance& asked = finding.significance;
  return std::max({finding.threshold, std::expm1(asked.critical * finding.noise.of_change),
                   asked.believed_factor - 1});
}

/// How far the change is from being believed.
std::string describe_doubt(const LatencyFinding& finding) {
  const Significance& asked = finding.significance;
  if (!asked.exceeds_noise()) {
    return fmt::format("; that is {:.1f} of them where {:.2g} are asked for", std::fabs(asked.z),
                       asked.critical);
  }
  return fmt::format(
      "; a machine that changed its pace looks the same, so with so few earlier "
      "runs a factor of {:.0f} is asked for",
      asked.believed_factor);
}

/// What counts although it is smaller than `least_change`.
const char* describe_exception(const LatencyFinding& finding) {
  return finding.significance.believed_factor > 1 ? ", or a smaller one in certain layers only"
                                                  : "";
}

std::string describe_unsteadiness(const LatencyFinding& finding) {
  if (!finding.device_was_shared) {
    return fmt::format("; its own samples leave the median open by ±{}",
                       human_percent(finding.interval));
  }
  return fmt::format("; other programs had the cores during {} of its samples",
                     human_percent(finding.disturbed_share));
}

}  // namespace

const char* measured_quantity(scenarios::Kind kind) {
  switch (kind) {
    case scenarios::Kind::kInference:
      return "latency";
    case scenarios::Kind::kBuild:
      return "cold build";
    case scenarios::Kind::kLoad:
      return "load";
    case scenarios::Kind::kKernel:
      break;
  }
  return "time";
}

std::string describe_latency(const LatencyFinding& finding, const Baseline& baseline,
                             scenarios::Kind kind) {
  std::string text = fmt::format(
      "{} {} is {} against {} of {}; a change without a cause has a standard deviation of {} ({})",
      measured_quantity(kind), human_duration(finding.median_ns), human_change(finding.change),
      human_duration(finding.baseline_ns), describe_baseline(baseline),
      human_percent(finding.noise.of_change), finding.noise.source);
  text += describe_drift(baseline);
  switch (finding.kind()) {
    case VerdictKind::kRegressed:
    case VerdictKind::kImproved:
      return text + describe_layers(finding.layers);
    case VerdictKind::kAmbiguous:
      return text + describe_doubt(finding) + describe_layers(finding.layers);
    case VerdictKind::kNoisy:
      return text + describe_unsteadiness(finding);
    default:
      return text;
  }
}

std::string describe_alternative(const LatencyFinding& finding, const Baseline& baseline) {
  const double least = least_change(finding);
  const std::string limit = human_duration(finding.baseline_ns * (1 + least));
  switch (finding.kind()) {
    case VerdictKind::kRegressed:
      return fmt::format(
          "a repeat below {} ({} over the baseline), or earlier runs that vary by "
          "more than {}",
          limit, human_change(least),
          human_percent(std::fabs(finding.significance.z) * finding.noise.between_runs /
                        finding.significance.critical));
    case VerdictKind::kImproved:
      return fmt::format("a repeat above {}", human_duration(finding.baseline_ns / (1 + least)));
    case VerdictKind::kAmbiguous:
      return fmt::format(
          "further runs at this level: the series has {} so far, and a change must "
          "reach {} to stand out{}",
          baseline.points.size(), human_change(least), describe_exception(finding));
    case VerdictKind::kNoisy:
      if (finding.device_was_shared) return "a repeat while nothing else runs on the device";
      return fmt::format("a calmer device or more samples: the median must be known to ±{}",
                         human_percent(finding.threshold));
    default:
      return fmt::format("a median above {} ({}){}", limit, human_change(least),
                         describe_exception(finding));
  }
}

}  // namespace nightjar::verdict
