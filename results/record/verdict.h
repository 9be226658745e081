// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What was decided about one measurement, with everything that led to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::record {

enum class VerdictKind : uint8_t {
  kOk,           ///< No change that is both real and large enough to matter.
  kRegressed,    ///< Slower or less accurate, really and by enough to matter.
  kImproved,     ///< Faster or more accurate, really and by enough to matter.
  kAmbiguous,    ///< Large enough to matter, and not yet told apart from noise.
  kNoisy,        ///< The measurement itself is too unsteady to judge.
  kNew,          ///< Nothing earlier to compare with.
  kFailed,       ///< The job failed.
  kNotMeasured,  ///< The job never produced a measurement: cancelled, lost, or not started.
};
const char* to_string(VerdictKind kind);  ///< ok, regressed, …, not_measured
std::optional<VerdictKind> verdict_kind_from_string(const std::string& word);

/// One layer's part in a change of latency.
struct LayerChange {
  std::string layer;
  std::string old_tactic, new_tactic;
  double old_ns = 0, new_ns = 0;
  double share = 0;  ///< Of the summed change of all layers.

  bool operator==(const LayerChange&) const = default;
};

/// A judgement on one measurement. Ratios, not percent: 0.2 is 20 % slower.
struct Verdict {
  int64_t run = 0;
  int64_t job_id = 0;
  std::string fingerprint, device_class;
  VerdictKind kind = VerdictKind::kNew;
  int64_t baseline_run = 0;     ///< Sequence of the newest run compared with; 0 for none.
  int64_t baseline_points = 0;  ///< Earlier runs that the baseline is made of.
  double baseline_ns = 0;
  double change = 0;                ///< Of the median against the baseline.
  double threshold = 0;             ///< The change that matters.
  double noise = 0;                 ///< Standard deviation of a change when nothing changed.
  double z = 0;                     ///< change / noise.
  std::string variance_source;      ///< Where `noise` comes from, in words.
  std::string sentence;             ///< The verdict for people.
  std::string would_change;         ///< What would change its mind.
  std::vector<LayerChange> layers;  ///< Layers that explain most of the change, largest first.

  bool operator==(const Verdict&) const = default;
};

}  // namespace nightjar::record
