// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/eliminate.h"

#include <gtest/gtest.h>

#include <map>

namespace nightjar::changes {
namespace {

TEST(EliminateTest, TheWeakestGoFirstAndTheRestIsReturned) {
  Positions positions = {10, 20, 30};
  const std::map<size_t, double> chances = {{10, 0.001}, {20, 0.4}, {30, 0.002}};
  const auto chance_of = [&](const Positions& list, size_t which) {
    return chances.at(list[which]);
  };
  EXPECT_EQ(eliminate(chance_of, 0.005, positions), (std::vector<double>{0.001, 0.002}));
  EXPECT_EQ(positions, (Positions{10, 30}));
}

TEST(EliminateTest, OnlyNeighboursAreAskedForAnew) {
  Positions positions;
  for (size_t i = 1; i <= 100; ++i) positions.push_back(10 * i);
  int asked = 0;
  const auto chance_of = [&](const Positions& list, size_t which) {
    ++asked;
    return list[which] % 20 == 0 ? 0.9 : 0.0;
  };
  eliminate(chance_of, 0.005, positions);
  EXPECT_EQ(positions.size(), 50U);
  EXPECT_LE(asked, 100 + 2 * 50);
}

TEST(EliminateTest, ANeighbourMayBecomeCertainOnceTheWeakestIsGone) {
  Positions positions = {10, 12};
  const auto chance_of = [](const Positions& list, size_t which) {
    return list.size() == 1 ? 1e-6 : which == 0 ? 0.02 : 0.03;
  };
  EXPECT_EQ(eliminate(chance_of, 0.005, positions), (std::vector<double>{1e-6}));
  EXPECT_EQ(positions, (Positions{10}));
}

}  // namespace
}  // namespace nightjar::changes
