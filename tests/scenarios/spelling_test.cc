// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/spelling.h"

#include <gtest/gtest.h>

namespace nightjar::scenarios {
namespace {

TEST(Spelling, CountsEdits) {
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("abc", "abc"), 0u);
  EXPECT_EQ(edit_distance("precison", "precision"), 1u);
  EXPECT_EQ(edit_distance("bacth", "batch"), 1u) << "a swap of neighbours is one edit";
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
}

TEST(Spelling, LongWordsStayCheap) {
  EXPECT_EQ(edit_distance(std::string(1'000'000, 'a'), "a"), 63u);
}

TEST(Spelling, FindsTheNearest) {
  EXPECT_EQ(nearest_word("fp23", {"bf16", "fp32", "fp16"}), "fp32");
  EXPECT_EQ(nearest_word("x", {}), "");
  EXPECT_EQ(suggest("x", {}), "unknown");
  EXPECT_EQ(suggest("qqqqqqq", {"cpu", "cuda"}),
            "unknown, the nearest valid word is 'cpu' of cpu, cuda");
}

}  // namespace
}  // namespace nightjar::scenarios
