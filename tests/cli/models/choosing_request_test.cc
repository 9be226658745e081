// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/choosing_request.h"

#include <gtest/gtest.h>

namespace nightjar::cli {
namespace {

TEST(ParseShapes, TakesWordsAndCommas) {
  const auto shapes = parse_shapes({"x:1x3x8x8,a:b:2", "y:5"});
  ASSERT_TRUE(shapes.ok()) << shapes.error().message;
  EXPECT_EQ(shapes->at("x"), (tensor::Dims{1, 3, 8, 8}));
  EXPECT_EQ(shapes->at("a:b"), (tensor::Dims{2}));
  EXPECT_EQ(shapes->at("y"), (tensor::Dims{5}));
  for (const char* wrong : {"x", "x:1xx2", "x:-1", "x:1,", "x:1x2y"}) {
    EXPECT_FALSE(parse_shapes({wrong}).ok()) << wrong;
  }
}

TEST(ProfilesOf, WhatIsNotGivenIsTheExpectedOrTheMost) {
  ChoosingRequest request;
  EXPECT_TRUE(profiles_of(request)->empty());
  request.opt_shapes = {"x:4"};
  request.max_shapes = {"x:9", "y:7"};
  const auto profiles = profiles_of(request);
  ASSERT_TRUE(profiles.ok());
  ASSERT_EQ(profiles->size(), 1u);
  const plan::InputRange x{{4}, {4}, {9}}, y{{7}, {7}, {7}};
  EXPECT_EQ(profiles->front().inputs.at("x"), x);
  EXPECT_EQ(profiles->front().inputs.at("y"), y);
}

}  // namespace
}  // namespace nightjar::cli
