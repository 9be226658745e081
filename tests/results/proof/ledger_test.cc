// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/proof/ledger.h"

#include <gtest/gtest.h>

#include "tests/results/proof/examples.h"

namespace nightjar::proof {
namespace {

std::vector<ProofEvidence> proofs(const Spread& truth, int count) {
  std::vector<ProofEvidence> list;
  std::mt19937_64 generator(11);
  for (int i = 0; i < count; ++i) {
    examples::Sides sides;
    sides.spread = truth;
    sides.of_code = 0.02 * i;
    sides.of_plans = examples::draw(truth.build, generator);
    ProofEvidence evidence;
    for (int pair = 0; pair < 4; ++pair) {
      evidence.stored.push_back(examples::run(sides, NextPair::kStored, generator));
      evidence.rebuilt.push_back(examples::run(sides, NextPair::kRebuilt, generator));
    }
    list.push_back(evidence);
  }
  return list;
}

TEST(ProofLedgerTest, NothingLearntIsTheBelief) {
  const Spread spread = learn_spread({}, {0.004, 0.005, 10});
  EXPECT_DOUBLE_EQ(spread.process, 0.004);
  EXPECT_NEAR(spread.build, 0.005, 1e-12);
  EXPECT_EQ(spread.degrees, 10);
}

TEST(ProofLedgerTest, ManyProofsOutweighTheBelief) {
  const Spread spread = learn_spread(proofs({0.01, 0.02, 10}, 60), {0.004, 0.005, 10});
  EXPECT_NEAR(spread.process, 0.01, 0.001);
  EXPECT_NEAR(spread.build, 0.02, 0.003);
  EXPECT_EQ(spread.degrees, 10 + 60 * 3);
}

TEST(ProofLedgerTest, APinnedBuildStaysPinned) {
  EXPECT_EQ(learn_spread(proofs({0.01, 0.02, 10}, 5), {0.004, 0, 10}).build, 0);
}

}  // namespace
}  // namespace nightjar::proof
