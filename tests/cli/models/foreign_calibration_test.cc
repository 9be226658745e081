// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/foreign_calibration.h"

#include <gtest/gtest.h>

namespace nightjar::cli {
namespace {

TEST(ForeignCalibration, ScalesAreBigEndianFloatsOfBytesAboutZero) {
  const auto read = calibration_from_elsewhere(
      "TRT-8502-EntropyCalibration2\n"
      "image:0: 3c010a14\n"
      "(Unnamed Layer* 3) [Convolution]_output: 3f800000\r\n"
      "unseen: 00000000\n");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->method, "TRT-8502-EntropyCalibration2");
  ASSERT_EQ(read->ranges.size(), 2u) << "one was never seen";
  EXPECT_NEAR(read->ranges.at("image:0").high, 1.0, 1e-3);
  EXPECT_EQ(read->ranges.at("image:0").low, -read->ranges.at("image:0").high);
  EXPECT_EQ(read->ranges.at("(Unnamed Layer* 3) [Convolution]_output").high, 127);
}

TEST(ForeignCalibration, OursAreTakenWhateverTheyWereMadeFor) {
  const quantize::Calibration ours = {"key", "entropy", 4, {{"x", {-1, 2}}}};
  const auto read = calibration_from_elsewhere(quantize::to_text(ours));
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(*read, ours);
}

TEST(ForeignCalibration, WhatIsNeitherIsRefusedWithTheLine) {
  const auto refusal = [](const std::string& text) {
    const auto read = calibration_from_elsewhere(text);
    return read.ok() ? std::string() : read.error().message;
  };
  for (const std::string line : {"x: 3c010a1", "x: 3c010a1g", "x 3c010a14", "x: 7f800000",
                                 "x: 7fc00000", "x: bf800000", "x: 3c010a1400"}) {
    EXPECT_EQ(refusal("TRT-1-MinMax\n" + line).rfind("calibration, line 2: ", 0), 0u) << line;
  }
  EXPECT_EQ(refusal("TRT-1-MinMax\n"), "the calibration holds no ranges");
  EXPECT_NE(refusal("a picture").find("begins with"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::cli
