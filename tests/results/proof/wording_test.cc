// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/wording.h"

#include <gtest/gtest.h>

namespace nightjar::proof {
namespace {

TEST(ProofWordingTest, EveryOutcomeHasItsSentenceWithTheFigures) {
  const ProofEvidence evidence{1e6, 1.03e6, {{1e6, 1e6}}, {}, {}, true};
  Proof proof;
  proof.change = 0.0123;
  const std::pair<Outcome, const char*> kBegins[] = {
      {Outcome::kNeedMore, "not clear yet"},
      {Outcome::kConfirmedInCode, "confirmed in the"},
      {Outcome::kTacticLuck, "luck of this build"},
      {Outcome::kEnvironment, "environment"},
      {Outcome::kNoise, "noise"},
      {Outcome::kAmbiguous, "ambiguous: pairs ran out"}};
  for (const auto& [outcome, begin] : kBegins) {
    proof.outcome = outcome;
    const std::string sentence = describe_proof(proof, evidence);
    EXPECT_EQ(sentence.find(begin), 0U) << sentence;
    EXPECT_NE(sentence.find("+1.23 %"), std::string::npos) << sentence;
    EXPECT_NE(sentence.find("1 stored and 0 rebuilt pairs"), std::string::npos) << sentence;
  }
}

}  // namespace
}  // namespace nightjar::proof
