// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/wording.h"

#include <fmt/format.h>

#include <cmath>

namespace nightjar::proof {
namespace {

std::string estimate_of(const Proof& proof) {
  return fmt::format("{:+.2f} % (95 % interval {:+.2f} to {:+.2f} %)", 100 * proof.change,
                     100 * proof.change_low, 100 * proof.change_high);
}

std::string answer_of(const Proof& proof, const ProofEvidence& evidence) {
  switch (proof.outcome) {
    case Outcome::kNeedMore:
      return fmt::format("not clear yet: the program differs by {}; a {} pair would tell more",
                         estimate_of(proof), to_string(proof.next));
    case Outcome::kConfirmedInCode:
      return fmt::format(
          "confirmed in the code: built anew on both sides, the new one differs by "
          "{}, with odds of {:.2g} to 1",
          estimate_of(proof), proof.odds);
    case Outcome::kTacticLuck:
      return fmt::format(
          "luck of this build: the stored plans differ by {}, what is built anew "
          "does not",
          estimate_of(proof));
    case Outcome::kEnvironment:
      return "environment: the old plan, run again tonight, has changed as well; the program "
             "differs by " +
             estimate_of(proof);
    case Outcome::kNoise:
      return "noise: the suspected change did not repeat; the program differs by " +
             estimate_of(proof);
    case Outcome::kAmbiguous:
      break;
  }
  return fmt::format("ambiguous: {}, the program differs by {}",
                     evidence.can_rebuild ? "pairs ran out" : "the old side cannot be built again",
                     estimate_of(proof));
}

}  // namespace

std::string describe_proof(const Proof& proof, const ProofEvidence& evidence) {
  if (evidence.stored.empty() && evidence.rebuilt.empty()) return "nothing has been run again yet";
  return fmt::format(
      "{}; {} stored and {} rebuilt pairs, with {:.2f} % between processes and "
      "{:.2f} % between builds",
      answer_of(proof, evidence), evidence.stored.size(), evidence.rebuilt.size(),
      100 * evidence.spread.process, 100 * evidence.spread.build);
}

}  // namespace nightjar::proof
