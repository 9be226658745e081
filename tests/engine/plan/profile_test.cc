// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/profile.h"

#include <gtest/gtest.h>

namespace nightjar::plan {
namespace {

const Profile kImages = {{{"x", {{1, 3, 8, 8}, {4, 3, 16, 16}, {8, 3, 32, 32}}}}};

TEST(Profile, ExtentsMustRiseWithinOneRank) {
  EXPECT_TRUE(check_profile(kImages).ok());
  EXPECT_FALSE(check_profile({{{"x", {{2}, {1}, {3}}}}}).ok());
  EXPECT_FALSE(check_profile({{{"x", {{1}, {4}, {3}}}}}).ok());
  EXPECT_FALSE(check_profile({{{"x", {{1, 1}, {4}, {5}}}}}).ok());
}

TEST(Profile, ExtentsOutsideAreRefusedByName) {
  EXPECT_TRUE(check_dims(kImages, {{"x", {1, 3, 32, 8}}}).ok());
  EXPECT_TRUE(check_dims(kImages, {{"y", {99}}}).ok());
  const Status refused = check_dims(kImages, {{"x", {9, 3, 32, 8}}});
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().message,
            "input 'x' of 9x3x32x8 is outside of the profile, which goes from 1x3x8x8 to "
            "8x3x32x32");
}

TEST(Profile, OneOfSeveralIsEnough) {
  const std::vector<Profile> two = {kImages, {{{"x", {{9, 1}, {9, 1}, {9, 1}}}}}};
  EXPECT_TRUE(check_dims(two, {{"x", {9, 1}}}).ok());
  EXPECT_FALSE(check_dims(two, {{"x", {9, 2}}}).ok());
  EXPECT_TRUE(check_dims(std::vector<Profile>{}, {{"x", {7}}}).ok());
}

TEST(Profile, ComesBackAndHostileOnesAreRefused) {
  ByteWriter out;
  write(kImages, out);
  ByteReader in(out.bytes());
  const auto read = read_profile(in);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, kImages);
  for (size_t size = 0; size < out.size(); ++size) {
    ByteReader truncated(std::span(out.bytes()).first(size));
    EXPECT_FALSE(read_profile(truncated).ok()) << size;
  }
}

}  // namespace
}  // namespace nightjar::plan
