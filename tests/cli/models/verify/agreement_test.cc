// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace nightjar::cli {
namespace {

using tensor::DataType;
using tensor::HostTensor;
using ::testing::HasSubstr;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

HostTensor floats(const std::vector<float>& values) {
  return HostTensor::of_floats({static_cast<int64_t>(values.size())}, values);
}

HostTensor integers(const std::vector<int64_t>& values) {
  return HostTensor::of_int64({static_cast<int64_t>(values.size())}, values);
}

std::string difference(const HostTensor& actual, const HostTensor& expected,
                       const Tolerance& tolerance = {}) {
  return first_difference(actual, expected, tolerance).value_or("");
}

TEST(Agreement, FloatsMayDifferByAThousandth) {
  EXPECT_EQ(difference(floats({1.0009f, -2.0f}), floats({1.0f, -2.0f})), "");
  EXPECT_THAT(difference(floats({1.0f, -2.003f}), floats({1.0f, -2.0f})),
              HasSubstr("[1] is -2.003, expected -2; 1 of 2 elements differ"));
}

TEST(Agreement, TinyErrorsBesideLargeValuesPass) {
  EXPECT_EQ(difference(floats({1000.0f, 0.009f}), floats({1000.0f, 0.0f})), "");
  EXPECT_NE(difference(floats({1000.0f, 0.011f}), floats({1000.0f, 0.0f})), "");
  EXPECT_NE(difference(floats({1.0f, 0.009f}), floats({1.0f, 0.0f})), "");
}

TEST(Agreement, NanAndInfinityMustStandInTheSamePlaces) {
  EXPECT_EQ(difference(floats({kNan, kInfinity}), floats({kNan, kInfinity})), "");
  EXPECT_NE(difference(floats({kNan}), floats({1.0f})), "");
  EXPECT_NE(difference(floats({1.0f}), floats({kNan})), "");
  EXPECT_NE(difference(floats({kInfinity}), floats({-kInfinity})), "");
  EXPECT_NE(difference(floats({kInfinity, 1e30f}), floats({1.0f, 1e30f})), "");
}

TEST(Agreement, IntegersAndBoolsAreExact) {
  EXPECT_EQ(difference(integers({7, 1'000'000}), integers({7, 1'000'000})), "");
  EXPECT_THAT(difference(integers({7, 1'000'001}), integers({7, 1'000'000})),
              HasSubstr("[1] is 1000001, expected 1000000"));
  HostTensor yes(DataType::kBool, {1}), no(DataType::kBool, {1});
  yes.set_integer(0, 1);
  EXPECT_NE(difference(no, yes), "");
}

TEST(Agreement, ShapeAndTypeAreExact) {
  EXPECT_EQ(difference(floats({1.0f}), integers({1})), "type is float32, expected int64");
  EXPECT_EQ(difference(floats({1.0f}), floats({1.0f}).reshaped({1, 1})),
            "shape is 1, expected 1x1");
}

TEST(Agreement, EmptyTensorsAgree) {
  const HostTensor empty(DataType::kFloat32, {0, 3});
  EXPECT_EQ(difference(empty, empty), "");
}

TEST(Agreement, StringsAreExact) {
  const auto a = HostTensor::of_strings({2}, {"x", "y"});
  const auto b = HostTensor::of_strings({2}, {"x", "z"});
  EXPECT_EQ(difference(a, a), "");
  EXPECT_EQ(difference(a, b), "[1] is 'y', expected 'z'");
}

TEST(Agreement, PlacesAreGivenByAxes) {
  HostTensor expected(DataType::kFloat32, {2, 3, 4});
  HostTensor actual(DataType::kFloat32, {2, 3, 4});
  actual.set_value(1 * 12 + 2 * 4 + 3, 5.0);
  EXPECT_THAT(difference(actual, expected), HasSubstr("[1,2,3] is 5, expected 0"));
}

TEST(ToleranceFile, ReplacesTheBounds) {
  const auto tolerance = tolerance_from_json(R"({"rtol": 0.01, "atol": 0.5, "ort": "1.30.0"})");
  ASSERT_TRUE(tolerance.ok());
  EXPECT_EQ(difference(floats({100.9f}), floats({100.0f}), *tolerance), "");
  EXPECT_NE(difference(floats({102.0f}), floats({100.0f}), *tolerance), "");
  EXPECT_EQ(difference(integers({101}), integers({100}), *tolerance), "");
}

TEST(ToleranceFile, WithoutBoundsKeepsTheUsualOnes) {
  const auto tolerance = tolerance_from_json("{}");
  ASSERT_TRUE(tolerance.ok());
  EXPECT_EQ(tolerance->relative, Tolerance{}.relative);
  EXPECT_EQ(tolerance->of_largest, Tolerance{}.of_largest);
}

TEST(ToleranceFile, RefusesWhatIsNoTolerance) {
  for (const char* text : {"", "[1]", "{\"rtol\": \"wide\"}", "{\"atol\": -1}", "{\"rtol\": tru"}) {
    EXPECT_FALSE(tolerance_from_json(text).ok()) << text;
  }
}

}  // namespace
}  // namespace nightjar::cli
