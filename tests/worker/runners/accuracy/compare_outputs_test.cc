// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/accuracy/compare_outputs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace nightjar::runners {
namespace {

using tensor::HostTensor;

runtime::TensorsByName one(const std::string& name, tensor::Dims dims,
                           const std::vector<float>& values) {
  runtime::TensorsByName tensors;
  tensors[name] = HostTensor::of_floats(std::move(dims), values);
  return tensors;
}

TEST(CompareOutputs, EqualAnswersArePerfect) {
  const auto outputs = one("y", {2, 2}, {1, 2, -3, 0});
  const auto accuracy = compare_outputs(outputs, outputs, "y");
  ASSERT_TRUE(accuracy.ok());
  EXPECT_DOUBLE_EQ(accuracy->cosine, 1);
  EXPECT_EQ(accuracy->max_abs_error, 0);
  EXPECT_EQ(accuracy->max_relative_error, 0);
  EXPECT_EQ(accuracy->sqnr_db, kMostSqnrDb);
  EXPECT_EQ(accuracy->top1_agreement, 1);
}

TEST(CompareOutputs, EachFigureIsWhatItsNameSays) {
  const auto accuracy = compare_outputs(one("y", {2}, {3, 4}), one("y", {2}, {4, 3}), "y");
  ASSERT_TRUE(accuracy.ok());
  EXPECT_NEAR(accuracy->cosine, 24.0 / 25.0, 1e-12);
  EXPECT_NEAR(accuracy->max_abs_error, 1, 1e-12);
  EXPECT_NEAR(accuracy->max_relative_error, 0.25, 1e-12);
  EXPECT_NEAR(accuracy->sqnr_db, 10 * std::log10(25.0 / 2.0), 1e-9);
  EXPECT_EQ(accuracy->top1_agreement, 1) << "a vector is no table of scores";
}

TEST(CompareOutputs, TopClassesAreComparedItemByItem) {
  const auto wanted = one("y", {4, 3}, {1, 2, 3, 9, 0, 0, 0, 5, 0, 1, 1, 0});
  const auto got = one("y", {4, 3}, {1, 2, 4, 0, 9, 0, 0, 6, 0, 1, 1, 0});
  EXPECT_DOUBLE_EQ(compare_outputs(wanted, got, "y")->top1_agreement, 0.75);
  EXPECT_EQ(top_classes(wanted.at("y")), (std::vector<int64_t>{2, 0, 1, 0}));
}

TEST(CompareOutputs, TheWorstOutputCounts) {
  auto wanted = one("a", {2}, {1, 1}), got = wanted;
  wanted["b"] = HostTensor::of_floats({2}, {1, 0});
  got["b"] = HostTensor::of_floats({2}, {0, 1});
  const auto accuracy = compare_outputs(wanted, got, "a");
  ASSERT_TRUE(accuracy.ok());
  EXPECT_EQ(accuracy->cosine, 0);
  EXPECT_EQ(accuracy->max_relative_error, 1);
}

TEST(CompareOutputs, ZerosAgreeWithZerosOnly) {
  const auto zeros = one("y", {2}, {0, 0});
  EXPECT_EQ(compare_outputs(zeros, zeros, "y")->cosine, 1);
  const auto off = compare_outputs(zeros, one("y", {2}, {0, 1}), "y");
  EXPECT_EQ(off->cosine, 0);
  EXPECT_EQ(off->sqnr_db, -kMostSqnrDb);
  EXPECT_EQ(off->max_relative_error, 1);
}

TEST(CompareOutputs, NoNumberWhereThereShouldBeOneIsAnError) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const auto lost = compare_outputs(one("y", {2}, {1, 2}), one("y", {2}, {1, nan}), "y");
  ASSERT_FALSE(lost.ok());
  EXPECT_EQ(lost.error().message, "output 'y': element 1 is nan where the reference has 2");
  EXPECT_FALSE(compare_outputs(one("y", {1}, {infinity}), one("y", {1}, {-infinity}), "y").ok());
  const auto same =
      compare_outputs(one("y", {3}, {1, nan, -infinity}), one("y", {3}, {1, nan, -infinity}), "y");
  ASSERT_TRUE(same.ok());
  EXPECT_EQ(same->cosine, 1);
}

TEST(CompareOutputs, OtherExtentsAreRefused) {
  EXPECT_FALSE(compare_outputs(one("y", {2}, {1, 2}), one("y", {1, 2}, {1, 2}), "y").ok());
  EXPECT_FALSE(compare_outputs(one("y", {2}, {1, 2}), one("z", {2}, {1, 2}), "y").ok());
}

}  // namespace
}  // namespace nightjar::runners
