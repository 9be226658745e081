// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A suspicion put to the proof: what is asked of a worker, and what interleaved repeats brought.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nightjar::record {

/// What is run again. All but kOldProgram are run by the worker's own program.
enum class ProofArm : uint8_t {
  kOldProgram,    ///< The old plan, by the program that measured it then.
  kOldPlan,       ///< The plan of the baseline's side, as its bytes were kept.
  kNew,           ///< The plan that raised the suspicion.
  kOldDecisions,  ///< Built now, from the decisions in the old plan.
  kFresh,         ///< Built now, with nothing kept from anywhere.
  kBaseline,      ///< Not run: the median of earlier runs, where no old side is kept.
};
const char* to_string(ProofArm arm);  ///< old_program, old_plan, new, …, baseline
std::optional<ProofArm> proof_arm_from_string(const std::string& word);

enum class ProofOutcome : uint8_t {
  kConfirmed,    ///< The new side differs from the old one, and it is not the luck of one build.
  kTacticLuck,   ///< The build chose badly; the same program builds the old speed again.
  kEnvironment,  ///< The old side has changed as well: the machine did it.
  kNoise,        ///< Both sides are as they were before; what was seen is gone.
  kAmbiguous,    ///< The repeats leave it open.
  kUnproven,     ///< Nothing could be repeated; the sentence says what is missing.
};
const char* to_string(ProofOutcome outcome);  ///< confirmed, tactic_luck, …, unproven
std::optional<ProofOutcome> proof_outcome_from_string(const std::string& word);

/// One side as it was measured: what names its program and its plan.
struct Side {
  std::string program_digest, plan_digest, decisions_digest;

  bool operator==(const Side&) const = default;
};

/// A suspicion, for the worker that is to prove it.
struct ProofOrder {
  std::string host, device_class;  ///< Where the new side was measured; nowhere else will do.
  std::vector<Side> old_sides;     ///< Of the baseline, the one to prefer first.
  Side new_side;
  double baseline_ns = 0;   ///< The median that the suspicion is measured against.
  double threshold = 0.05;  ///< Relative change that matters.
  bool is_faster = false;   ///< Suspected of having become faster rather than slower.
  int64_t budget_ns = 0;    ///< For all repeats together.
  /// How much processes of one plan differ (relative standard deviation), as earlier proofs of the
  /// series have shown, and with how many degrees of freedom; what is built in says little.
  double process_spread = 0.01, spread_degrees = 2;

  bool operator==(const ProofOrder&) const = default;
};

/// One repeat in a process of its own.
struct ProofTrial {
  ProofArm arm = ProofArm::kNew;
  double median_ns = 0;
  std::string plan_digest;

  bool operator==(const ProofTrial&) const = default;
};

/// An arm against the old one, over pairs of repeats side by side. Ratios: 0.1 is 10 % slower.
struct ProofComparison {
  ProofArm arm = ProofArm::kNew, against = ProofArm::kOldPlan;
  int64_t pairs = 0;
  double change = 0, low = 0, high = 0;  ///< With its interval.
  double arm_ns = 0, against_ns = 0;     ///< Medians over the repeats.
  std::string finding;                   ///< differs, same or open

  bool operator==(const ProofComparison&) const = default;
};

/// Why a layer takes longer, or the whole without any layer.
enum class LayerCause : uint8_t {
  kSlowerTactic,       ///< The same tactic on the same problem takes longer.
  kTacticChanged,      ///< Another tactic, in the same precision.
  kFusionChanged,      ///< The ONNX nodes are cut into other steps.
  kReformatAdded,      ///< A step that only changes layout or type.
  kPrecisionFellBack,  ///< A wider type than before.
  kMovedToHost,        ///< Solved by plain host code where it was not.
  kLaunchGap,          ///< Between the layers, not in them.
  kUnattributed,       ///< What no layer explains.
};
const char* to_string(LayerCause cause);  ///< slower_tactic, …, launch_gap, unattributed
std::optional<LayerCause> layer_cause_from_string(const std::string& word);

/// One layer's part in a change, from profiles side by side.
struct LayerAttribution {
  LayerCause cause = LayerCause::kUnattributed;
  std::string layer;               ///< Of the new side; of the old one where it is gone.
  std::vector<std::string> nodes;  ///< ONNX nodes that it came from.
  std::string old_tactic, new_tactic;
  double old_ns = 0, new_ns = 0;  ///< Means over the pairs.
  double share = 0;               ///< Of the change of the whole.
  double rate = 1;                ///< Of false discoveries, were it the last one believed.

  bool operator==(const LayerAttribution&) const = default;
};

/// What the repeats came to.
struct Proof {
  int64_t job_id = 0;  ///< Of the measurement that was suspected.
  ProofOutcome outcome = ProofOutcome::kUnproven;
  std::string sentence;
  double duration_ns = 0;
  std::vector<ProofComparison> comparisons;  ///< The new side first.
  std::vector<ProofTrial> trials;            ///< In the order in which they were run.
  std::vector<LayerAttribution> layers;      ///< Where sides differ: largest share first.

  bool operator==(const Proof&) const = default;
};

}  // namespace nightjar::record
