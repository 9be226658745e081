// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/text_width.h"

#include <gtest/gtest.h>

namespace nightjar::report {
namespace {

TEST(TextWidthTest, CountsCellsNotBytes) {
  EXPECT_EQ(text_width("resnet50"), 8u);
  EXPECT_EQ(text_width("±0.4 µs"), 7u);
  EXPECT_EQ(text_width("模型"), 4u);
  EXPECT_EQ(text_width("e\u0301"), 1u);
  EXPECT_EQ(text_width(""), 0u);
}

TEST(TextWidthTest, BytesThatAreNoTextCountOneEach) {
  EXPECT_EQ(text_width("a\xff\xfe"
                       "b"),
            4u);
  EXPECT_EQ(text_width("\xe6\xa8"), 2u);
  EXPECT_EQ(text_width("\xc2"), 1u);
}

TEST(TextWidthTest, PadsToCells) {
  EXPECT_EQ(pad_right("µ", 3), "µ  ");
  EXPECT_EQ(pad_left("模", 3), " 模");
  EXPECT_EQ(pad_left("long", 2), "long");
}

TEST(TextWidthTest, ControlCharactersAreDisarmed) {
  EXPECT_EQ(printable("a\x1b[31mb\nc"), "a?[31mb c");
}

}  // namespace
}  // namespace nightjar::report
