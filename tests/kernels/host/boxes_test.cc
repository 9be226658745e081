// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/kernels/host/host_call.h"

namespace nightjar::kernels {
namespace {

using kernels::testing::call_host;
using tensor::Attributes;
using tensor::HostTensor;
using Integers = std::vector<int64_t>;

/// Two overlapping boxes and one apart.
HostTensor boxes() {
  return HostTensor::of_floats({1, 3, 4}, {0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 0, 10, 1, 11});
}
HostTensor scores() { return HostTensor::of_floats({1, 1, 3}, {0.75f, 0.9f, 0.5f}); }
HostTensor number(float value) { return HostTensor::of_floats({1}, {value}); }
HostTensor count(int64_t value) { return HostTensor::of_int64({}, {value}); }

TEST(NonMaxSuppression, KeepsTheBestOfThoseThatOverlap) {
  const auto kept =
      call_host("NonMaxSuppression", {boxes(), scores(), count(3), number(0.5f), number(0)});
  EXPECT_EQ((*kept)[0].to_integers(), (Integers{0, 0, 1, 0, 0, 2}));
}

TEST(NonMaxSuppression, KeepsAsManyAsAreWanted) {
  const auto one = call_host("NonMaxSuppression", {boxes(), scores(), count(1), number(0.5f)});
  EXPECT_EQ((*one)[0].to_integers(), (Integers{0, 0, 1}));
  const auto none = call_host("NonMaxSuppression", {boxes(), scores()});
  EXPECT_EQ((*none)[0].dims(), (tensor::Dims{0, 3}));
}

TEST(NonMaxSuppression, LeavesLowScoresOut) {
  const auto kept =
      call_host("NonMaxSuppression", {boxes(), scores(), count(3), number(1), number(0.6f)});
  EXPECT_EQ((*kept)[0].to_integers(), (Integers{0, 0, 1, 0, 0, 0}));
}

TEST(NonMaxSuppression, TakesCentresAndTurnedCorners) {
  Attributes centred;
  centred.set("center_point_box", int64_t{1});
  const HostTensor middles = HostTensor::of_floats({1, 2, 4}, {0.5f, 0.5f, 1, 1, 0.5f, 0.6f, 1, 1});
  const HostTensor turned = HostTensor::of_floats({1, 2, 4}, {1, 1, 0, 0, 0, 0.1f, 1, 1.1f});
  const HostTensor both = HostTensor::of_floats({1, 1, 2}, {0.9f, 0.8f});
  for (const bool is_centred : {true, false}) {
    const auto kept = call_host("NonMaxSuppression",
                                {is_centred ? middles : turned, both, count(2), number(0.5f)},
                                is_centred ? centred : Attributes());
    EXPECT_EQ((*kept)[0].to_integers(), (Integers{0, 0, 0}));
  }
}

TEST(NonMaxSuppression, NumbersBatchesAndClasses) {
  const HostTensor pair = HostTensor::of_floats({2, 1, 4}, {0, 0, 1, 1, 0, 0, 1, 1});
  const HostTensor four = HostTensor::of_floats({2, 2, 1}, {1, 2, 3, 4});
  const auto kept = call_host("NonMaxSuppression", {pair, four, count(5)});
  EXPECT_EQ((*kept)[0].to_integers(), (Integers{0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0}));
}

TEST(NonMaxSuppression, RefusesShapesThatDoNotFit) {
  EXPECT_FALSE(call_host("NonMaxSuppression", {boxes(), number(1)}).ok());
}

}  // namespace
}  // namespace nightjar::kernels
