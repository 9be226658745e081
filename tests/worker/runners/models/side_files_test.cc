// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/side_files.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "base/digest.h"
#include "tests/worker/temporary_folder.h"

namespace nightjar::runners {
namespace {

namespace fs = std::filesystem;

class SideFilesTest : public testing::Test {
 protected:
  std::string file(const std::string& name, size_t bytes) {
    const std::string path = folder_.path() + "/" + name;
    std::ofstream(path) << std::string(bytes, 'x');
    return path;
  }
  void make_older(const std::string& path, int hours) {
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(hours));
  }

  worker::TemporaryFolder folder_;
  std::string sides_ = folder_.path() + "/sides";
};

TEST_F(SideFilesTest, WhatIsKeptIsFoundByItsDigest) {
  const SideFiles sides(sides_, 1000);
  ASSERT_TRUE(sides.keep_plan(file("a", 10), "aa").ok());
  ASSERT_TRUE(sides.keep_program(file("p", 10), "aa").ok());
  EXPECT_EQ(sides.find_plan("aa"), sides_ + "/aa.plan");
  EXPECT_EQ(sides.find_program("aa"), sides_ + "/aa.program");
  EXPECT_FALSE(sides.find_plan("bb"));
  EXPECT_FALSE(sides.find_plan(""));
}

TEST_F(SideFilesTest, WhatWasNotUsedForLongestGoesFirst) {
  const SideFiles sides(sides_, 250);
  ASSERT_TRUE(sides.keep_plan(file("a", 100), "aa").ok());
  ASSERT_TRUE(sides.keep_plan(file("b", 100), "bb").ok());
  make_older(sides_ + "/aa.plan", 2);
  make_older(sides_ + "/bb.plan", 1);
  EXPECT_TRUE(sides.find_plan("aa")) << "and finding it is using it";
  ASSERT_TRUE(sides.keep_plan(file("c", 100), "cc").ok());
  EXPECT_TRUE(sides.find_plan("aa"));
  EXPECT_FALSE(sides.find_plan("bb"));
  EXPECT_TRUE(sides.find_plan("cc"));
}

TEST_F(SideFilesTest, WithoutAFolderNothingIsKeptAndNothingFound) {
  const SideFiles none;
  EXPECT_TRUE(none.keep_plan(file("a", 10), "aa").ok());
  EXPECT_FALSE(none.find_plan("aa"));
  EXPECT_FALSE(none.keep_bytes({}).ok());
}

TEST_F(SideFilesTest, AFileThatCannotBeReadIsNamed) {
  const Status kept = SideFiles(sides_, 1000).keep_plan(folder_.path() + "/absent", "aa");
  ASSERT_FALSE(kept.ok());
  EXPECT_NE(kept.error().message.find("absent cannot be kept in"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(sides_)) << "and leaves no half behind";
}

TEST_F(SideFilesTest, APlanThatWasBuiltIsKeptUnderItsOwnDigest) {
  plan::Plan plan;
  plan.model_name = "m";
  plan.precision = "fp32";
  plan.decisions_json = "{}";
  const auto bytes = plan::write_plan(plan);
  const auto kept = SideFiles(sides_, 1 << 20).keep_bytes(bytes);
  ASSERT_TRUE(kept.ok()) << kept.error().message;
  EXPECT_EQ(kept->digest, sha256_hex(bytes));
  EXPECT_TRUE(SideFiles(sides_, 1 << 20).find_plan(kept->digest));
}

}  // namespace
}  // namespace nightjar::runners
