// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/kernels/host/host_call.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::bools;
using kernels::testing::call_host;
using kernels::testing::strings;
using tensor::Attributes;
using tensor::Dims;
using tensor::HostTensor;
using Integers = std::vector<int64_t>;

Attributes with_axis(int64_t axis) {
  Attributes attributes;
  attributes.set("axis", axis);
  return attributes;
}

TEST(NonZero, GivesAColumnForEachElement) {
  const auto found =
      call_host("NonZero", {HostTensor::of_floats({2, 3}, {0, 1, -0.0f, NAN, 0, 2})});
  ASSERT_TRUE(found.ok());
  EXPECT_EQ((*found)[0].dims(), (Dims{2, 3}));
  EXPECT_EQ((*found)[0].to_integers(), (Integers{0, 1, 1, 1, 0, 2}));
}

TEST(NonZero, HasNoRowsForANumberAndNoColumnsForNothing) {
  EXPECT_EQ((*call_host("NonZero", {HostTensor::of_floats({}, {3})}))[0].dims(), (Dims{0, 1}));
  EXPECT_EQ((*call_host("NonZero", {HostTensor::of_floats({2, 0}, {})}))[0].dims(), (Dims{2, 0}));
}

TEST(Compress, KeepsSlicesAlongTheAxis) {
  const HostTensor data = HostTensor::of_floats({3, 2}, {1, 2, 3, 4, 5, 6});
  const auto rows = call_host("Compress", {data, bools({0, 1, 1})}, with_axis(0));
  EXPECT_EQ((*rows)[0].to_floats(), (std::vector<float>{3, 4, 5, 6}));
  const auto columns = call_host("Compress", {data, bools({0, 1})}, with_axis(-1));
  EXPECT_EQ((*columns)[0].to_floats(), (std::vector<float>{2, 4, 6}));
  const auto elements = call_host("Compress", {data, bools({0, 1, 0, 0, 1})});
  EXPECT_EQ((*elements)[0].to_floats(), (std::vector<float>{2, 5}));
}

TEST(Compress, RefusesWhatIsNotThere) {
  const HostTensor data = HostTensor::of_floats({2}, {1, 2});
  EXPECT_FALSE(call_host("Compress", {data, bools({0, 0, 1})}).ok());
  EXPECT_FALSE(call_host("Compress", {data, bools({1})}, with_axis(1)).ok());
  EXPECT_FALSE(call_host("Compress", {data, data}).ok());
  EXPECT_FALSE(call_host("Compress", {data}).ok());
}

TEST(Unique, SortsElementsAndTellsWhereTheyAre) {
  const auto found = call_host("Unique", {HostTensor::of_floats({6}, {2, 1, 1, 3, 4, 3})}, {}, 4);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ((*found)[0].to_floats(), (std::vector<float>{1, 2, 3, 4}));
  EXPECT_EQ((*found)[1].to_integers(), (Integers{1, 0, 3, 4}));
  EXPECT_EQ((*found)[2].to_integers(), (Integers{1, 0, 0, 2, 3, 2}));
  EXPECT_EQ((*found)[3].to_integers(), (Integers{2, 1, 2, 1}));
}

TEST(Unique, KeepsTheOrderOfPlacesWhenNotSorted) {
  Attributes attributes;
  attributes.set("sorted", int64_t{0});
  const auto found = call_host("Unique", {strings({"b", "a", "b", "c"})}, attributes, 4);
  EXPECT_EQ((*found)[0].strings(), (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ((*found)[1].to_integers(), (Integers{0, 1, 3}));
  EXPECT_EQ((*found)[2].to_integers(), (Integers{0, 1, 0, 2}));
  EXPECT_EQ((*found)[3].to_integers(), (Integers{2, 1, 1}));
}

TEST(Unique, ComparesSlicesAlongAnAxis) {
  const HostTensor data = HostTensor::of_floats({3, 2}, {1, 0, 0, 5, 1, 0});
  const auto rows = call_host("Unique", {data}, with_axis(0), 4);
  EXPECT_EQ((*rows)[0].dims(), (Dims{2, 2}));
  EXPECT_EQ((*rows)[0].to_floats(), (std::vector<float>{0, 5, 1, 0}));
  EXPECT_EQ((*rows)[2].to_integers(), (Integers{1, 0, 1}));
}

TEST(Unique, PutsNegativeNumbersFirstAndNansLast) {
  const auto found =
      call_host("Unique", {HostTensor::of_floats({6}, {NAN, 1, -2, -0.0f, 0, NAN})}, {}, 1);
  const std::vector<float> values = (*found)[0].to_floats();
  ASSERT_EQ(values.size(), 4u);
  EXPECT_EQ(values[0], -2);
  EXPECT_EQ(values[1], 0);
  EXPECT_EQ(values[2], 1);
  EXPECT_TRUE(std::isnan(values[3]));
  const auto integers = call_host("Unique", {HostTensor::of_int64({3}, {5, -7, 5})});
  EXPECT_EQ((*integers)[0].to_integers(), (Integers{-7, 5}));
}

}  // namespace
}  // namespace nightjar::kernels
