// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/conformance/suites.h"

#include <gtest/gtest.h>

#include <fstream>

namespace nightjar::conformance {
namespace {

class KnownGapsFile : public ::testing::Test {
 protected:
  Result<KnownGaps> read(const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "gaps.tsv";
    std::ofstream(path) << text;
    return read_known_gaps(path);
  }
};

TEST_F(KnownGapsFile, IsReadBySuiteAndCase) {
  const auto gaps = read("# what is missing\n\nonnx\tnode/test_a\tno such operator\n");
  ASSERT_TRUE(gaps.ok()) << gaps.error().message;
  EXPECT_EQ(gaps->at("onnx").at("node/test_a"), "no such operator");
}

TEST_F(KnownGapsFile, GivesAReasonOnceForEachCase) {
  EXPECT_NE(read("onnx\tnode/test_a\n").error().message.find(":1: a gap has"), std::string::npos);
  EXPECT_NE(read("onnx\ta\tx\nonnx\ta\ty\n").error().message.find("'a' is listed twice"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::conformance
