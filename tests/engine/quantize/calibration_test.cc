// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/calibration.h"

#include <gtest/gtest.h>

namespace nightjar::quantize {
namespace {

Calibration sample() {
  return {"0123abcd", "entropy", 8, {{"a \"quoted\" name", {-1.25, 3.1}}, {"b", {0, 1e-9}}}};
}

TEST(Calibration, ComesBackFromItsText) {
  const auto read = calibration_from_text(to_text(sample()));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, sample());
  EXPECT_EQ(to_text(*read), to_text(sample()));
}

TEST(Calibration, EveryCutTextIsRefused) {
  const std::string text = to_text(sample());
  for (size_t kept = 0; kept + 1 < text.size(); ++kept) {
    EXPECT_FALSE(calibration_from_text(text.substr(0, kept)).ok()) << kept;
  }
}

TEST(Calibration, WrongLinesAreNamed) {
  const std::string title = "nightjar calibration 1\n";
  const auto refusal = [&](const std::string& line) {
    const auto read = calibration_from_text(title + line + "\nend\n");
    return read.ok() ? "" : read.error().message;
  };
  EXPECT_EQ(refusal("colour blue"), "calibration, line 2: 'colour blue' is not understood");
  EXPECT_NE(refusal("range \"x\" 1 2"), "");
  EXPECT_NE(refusal("range \"x\" nan 2"), "");
  EXPECT_NE(refusal("range \"x\" 0 1e-42"), "");
  EXPECT_NE(refusal("range \"x\" -1e300 1e300"), "");
  EXPECT_NE(refusal("range \"x\" 0 1\nrange \"x\" 0 2"), "");
  EXPECT_NE(refusal("samples many"), "");
  EXPECT_FALSE(calibration_from_text("tensorrt cache\n").ok());
}

}  // namespace
}  // namespace nightjar::quantize
