// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/bisect/likeness.h"

#include <gtest/gtest.h>

#include <vector>

namespace nightjar::bisect {
namespace {

TEST(Likeness, AnswersThreeWays) {
  const std::vector<double> ones(8, 1.0), more(8, 1.1);
  EXPECT_EQ(compare(ones, ones, 0.05).likeness, Likeness::kSame);
  EXPECT_EQ(compare(ones, more, 0.05).likeness, Likeness::kDifferent);
  EXPECT_EQ(compare(ones, std::vector<double>{1.0, 1.2, 0.9, 1.4}, 0.05).likeness,
            Likeness::kUnknown);
  EXPECT_EQ(compare(ones, std::vector<double>(3, 2.0), 0.05).likeness, Likeness::kUnknown)
      << "too few to say";
  EXPECT_EQ(compare({}, ones, 0.05).likeness, Likeness::kUnknown);
}

}  // namespace
}  // namespace nightjar::bisect
