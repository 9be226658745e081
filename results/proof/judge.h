// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From pairs of re-runs to one of six answers. Pure: somebody else runs what it asks for.
#pragma once

#include <string>

#include "results/proof/evidence.h"

namespace nightjar::proof {

enum class Outcome : uint8_t {
  kNeedMore,         ///< Run the pair that `next` names and judge again.
  kConfirmedInCode,  ///< Built anew on both sides, the new one still differs.
  kTacticLuck,       ///< The stored plans differ, rebuilt ones do not: this build chose badly.
  kEnvironment,      ///< The old plan has become slower by as much, with the same bytes.
  kNoise,            ///< Neither differs: what raised the suspicion did not repeat.
  kAmbiguous,        ///< Pairs have run out, or what would tell cannot be built.
};
const char* to_string(Outcome outcome);  ///< need_more, confirmed_in_code, …

enum class NextPair : uint8_t { kNone, kStored, kRebuilt };
const char* to_string(NextPair next);  ///< none, stored, rebuilt

struct Proof {
  Outcome outcome = Outcome::kNeedMore;
  NextPair next = NextPair::kStored;
  /// Of the program, new over old minus one, with its 95 % interval; of the stored plans for tactic
  /// luck. Signed as measured. All 0 before the first pair.
  double change = 0, change_low = 0, change_high = 0;
  double odds = 0;       ///< Evidence for a change of the program over none; 0 before rebuilding.
  std::string sentence;  ///< The answer for people, with the figures and the spread it used.
};

/// Judges what there is so far, and says which pair would tell more. Start with no pairs and go on
/// until `outcome` is not kNeedMore; ask after every pair, in any number: the risks of `policy`
/// hold over all looks together. No single pair confirms anything: evidence is what remains without
/// the pair that favours it most. The old and the new plan take turns, so what the whole device
/// does in a night cancels out.
Proof judge(const ProofEvidence& evidence, const ProofPolicy& policy = {});

}  // namespace nightjar::proof
