// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Repeats as figures and as a sentence.
#pragma once

#include <span>
#include <string>

#include "results/record/proof.h"
#include "worker/proof/pair_rule.h"

namespace nightjar::worker::proof {

/// "the old plan", "a build from scratch".
const char* words(record::ProofArm arm);

/// The rule on pairs of medians, in the direction that is suspected: its change is positive when
/// the suspicion holds. A last value without a partner is passed over.
PairAnswer answer_of(std::span<const double> arm_ns, std::span<const double> against_ns,
                     const record::ProofOrder& order, bool is_last = false);

/// The same as it is recorded: a positive change is slower.
record::ProofComparison comparison_of(record::ProofArm arm, record::ProofArm against,
                                      std::span<const double> arm_ns,
                                      std::span<const double> against_ns, const PairAnswer& answer,
                                      const record::ProofOrder& order);

/// "confirmed by repeats: in 8 pairs … the new plan took 1.20 ms and the old plan 1.00 ms …".
std::string describe(const record::Proof& proof, const record::ProofOrder& order,
                     const std::string& why);

}  // namespace nightjar::worker::proof
