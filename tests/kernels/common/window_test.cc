// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/window.h"

#include <gtest/gtest.h>

namespace nightjar::kernels {
namespace {

TEST(Window, AbsentAttributesAreOnesAndZeros) {
  const auto window = Window::from_attributes({}, 2);
  ASSERT_TRUE(window.ok());
  EXPECT_EQ(*window, Window::plain(2));
}

TEST(Window, SurvivesAttributes) {
  const Window window{{2, 1}, {1, 3}, {0, 1}, {2, 3}};
  tensor::Attributes attributes;
  window.add_to(attributes);
  EXPECT_EQ(attributes.get_ints("pads"), (std::vector<int64_t>{0, 1, 2, 3}));
  EXPECT_EQ(*Window::from_attributes(attributes, 2), window);
}

TEST(Window, RefusesWrongLengthsAndZeros) {
  const auto refused = [](const char* name, const std::vector<int64_t>& values) {
    tensor::Attributes attributes;
    attributes.set(name, values);
    return !Window::from_attributes(attributes, 2).ok();
  };
  EXPECT_TRUE(refused("strides", {1}));
  EXPECT_TRUE(refused("strides", {0, 1}));
  EXPECT_TRUE(refused("dilations", {1, -1}));
  EXPECT_TRUE(refused("pads", {1, 1}));
  EXPECT_FALSE(refused("pads", {1, 1, 0, 0}));
}

}  // namespace
}  // namespace nightjar::kernels
