// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which side to repeat next, and what the repeats came to: pure, one trial at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "results/attribution/attribute.h"
#include "results/record/record.h"
#include "wire/messages.h"
#include "worker/proof/pair_rule.h"

namespace nightjar::worker::proof {

/// What there is to run a suspicion's sides with.
struct Stock {
  std::optional<record::Side> old_side;  ///< The preferred one whose plan is kept.
  bool has_new_plan = false;
  bool is_other_program = false;  ///< The old side was measured by another program than this,
  bool has_old_program = false;   ///< which is kept.
  bool has_fault = false;         ///< One was put in on purpose; the old side runs without.
};

/// One repeat, in a process of its own.
struct Trial {
  record::ProofArm arm = record::ProofArm::kNew;
  wire::SideChoice side;

  bool is_old() const {
    return arm == record::ProofArm::kOldPlan || arm == record::ProofArm::kOldProgram;
  }
  bool operator==(const Trial&) const = default;
};

/// Compares the new side with the old one in pairs, taking turns, until `judge_pairs` has an
/// answer. Where they differ it goes on to find out why: the old plan under the new program, a
/// build from the old decisions, a build from scratch. The first comparison takes up to 16 pairs
/// until one layer surely explains half of the difference. Where sides do not differ, the level of
/// both says whether the machine changed or the suspicion was noise.
class Prover {
 public:
  Prover(record::ProofOrder order, Stock stock);

  /// The next trial; nothing when all is said or the budget is spent.
  std::optional<Trial> next(int64_t elapsed_ns);
  /// The result of that trial.
  void take(const record::JobResult& result);
  /// What it came to, once next() has nothing more.
  record::Proof proof(int64_t elapsed_ns) const;

 private:
  /// Two arms against each other.
  struct Duel {
    record::ProofArm arm = record::ProofArm::kNew, against = record::ProofArm::kOldPlan;
    std::vector<double> arm_ns, against_ns;
    std::string plan_digest;  // Of the arm, once it has been built.
  };

  void begin(record::ProofArm arm);
  bool is_arms_turn() const;
  wire::SideChoice side_of(record::ProofArm arm) const;
  void judge();
  /// Ends the duel with this answer, and begins the next one or concludes.
  void settle(const PairAnswer& answer);
  void settle_first(const PairAnswer& answer);
  void settle_level();
  void explain_by_build();
  void fail(const std::string& why);
  void conclude(record::ProofOutcome outcome, const std::string& why);
  double level_ns() const;
  std::vector<record::LayerAttribution> attributed_layers() const;
  /// Whether the pairs so far name a layer that explains most of the change.
  bool is_layer_clear() const;

  record::ProofOrder order_;
  Stock stock_;
  Duel duel_;
  bool is_over_ = false;
  bool differs_ = false;  // The first duel has its answer, and goes on for the layers' sake.
  record::Proof proof_;
  // Of the first duel, to tell which layers make the difference.
  std::vector<attribution::Profile> new_profiles_, old_profiles_;
};

}  // namespace nightjar::worker::proof
