// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/agreement.h"

#include <gtest/gtest.h>

#include "kernels/gemm/tf32.h"

#include <limits>

namespace nightjar::build {
namespace {

using tensor::HostTensor;

HostTensor floats(std::vector<float> values) {
  const auto count = static_cast<int64_t>(values.size());
  return HostTensor::of_floats({count}, values);
}

TEST(Agreement, RoundingIsForgiven) {
  EXPECT_TRUE(check_agreement(floats({100, 1}), floats({100.01f, 1.005f})).ok());
}

TEST(Agreement, AWrongElementIsNamed) {
  const Status status = check_agreement(floats({1, 2, 3}), floats({1, 2.5f, 3}));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().message, "element 1 is 2.5, the plain answer is 2");
}

TEST(Agreement, NotANumberMustStandWhereItDid) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(check_agreement(floats({nan, 1}), floats({nan, 1})).ok());
  EXPECT_FALSE(check_agreement(floats({0, 1}), floats({nan, 1})).ok());
  EXPECT_FALSE(check_agreement(floats({nan, 1}), floats({0, 1})).ok());
}

TEST(Agreement, InfinityMustBeTheSame) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_TRUE(check_agreement(floats({infinity}), floats({infinity})).ok());
  EXPECT_FALSE(check_agreement(floats({infinity}), floats({-infinity})).ok());
  EXPECT_FALSE(check_agreement(floats({1}), floats({infinity})).ok());
}

TEST(Agreement, AllZeroAnswersTakeNoError) {
  EXPECT_TRUE(check_agreement(floats({0, 0}), floats({0, 1e-11f})).ok());
  EXPECT_FALSE(check_agreement(floats({0, 0}), floats({0, 1e-3f})).ok());
}

TEST(Agreement, IntegersAreExact) {
  EXPECT_TRUE(
      check_agreement(HostTensor::of_int64({2}, {1, 2}), HostTensor::of_int64({2}, {1, 2})).ok());
  EXPECT_FALSE(
      check_agreement(HostTensor::of_int64({2}, {1, 2}), HostTensor::of_int64({2}, {1, 3})).ok());
}

kernels::Problem of_family(const char* family) {
  kernels::Problem problem;
  problem.family = family;
  return problem;
}

TEST(Agreement, RequantisedSumsMayFallToTheOtherSideOfATie) {
  const std::vector<int64_t> wanted(3000, 5);
  std::vector<int64_t> given = wanted;
  const auto agrees = [&](Agreement rule) {
    return check_agreement(HostTensor::of_int64({3000}, wanted),
                           HostTensor::of_int64({3000}, given), rule)
        .ok();
  };
  given[7] = 6;
  EXPECT_TRUE(agrees(agreement_of(of_family("quantized_conv"))));
  EXPECT_FALSE(agrees(agreement_of(of_family("gather"))));
  given[7] = 7;
  EXPECT_FALSE(agrees({Integers::kRequantised}));
  std::fill_n(given.begin(), 6, int64_t{4});
  given[7] = 5;
  EXPECT_FALSE(agrees({Integers::kRequantised}));
}

TEST(Agreement, OnlyAProblemThatAllowsItIsAnsweredInTf32) {
  const tensor::TensorDesc matrix{tensor::DataType::kFloat32, {2, 2}};
  kernels::Problem problem = of_family("gemm");
  problem.inputs = {matrix, matrix};
  problem.outputs = {matrix};
  const auto agrees = [&](float answer) {
    return check_agreement(floats({100, 1}), floats({100, answer}), agreement_of(problem)).ok();
  };
  EXPECT_FALSE(agrees(1.1f));
  ASSERT_TRUE(kernels::allow_tf32(problem));
  EXPECT_TRUE(agrees(1.1f));
  EXPECT_FALSE(agrees(1.5f));
}

TEST(Agreement, ShapesMustBeEqual) {
  EXPECT_FALSE(check_agreement(floats({1, 2}), floats({1})).ok());
}

}  // namespace
}  // namespace nightjar::build
