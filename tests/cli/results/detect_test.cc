// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The subcommand detect, as a user types it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/command.h"

namespace nightjar::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class DetectCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::path(::testing::TempDir()) / "nightjar_detect" / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  /// A series that goes from 10 to 12 at its 30th value.
  std::string write(const std::string& name, const std::string& more = "") {
    const std::string path = (folder_ / name).string();
    std::ofstream file(path);
    file << "time,value\n";
    for (int i = 0; i < 60; ++i) file << i << ',' << (i < 30 ? 10 : 12) + 0.01 * (i % 7) << '\n';
    file << more;
    return path;
  }

  int ask(const std::string& words) {
    CommandLine command_line("nightjar", "");
    add_detect_command(command_line.program());
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int exit_code = command_line.parse("detect " + words);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return exit_code;
  }

  fs::path folder_;
  std::string out_, err_;
};

TEST_F(DetectCommand, AFolderGivesAnObjectAFile) {
  write("a.csv");
  write("b.CSV");
  write("notes.txt");
  EXPECT_EQ(ask(folder_.string() + " --json"), kExitOk);
  std::istringstream lines(out_);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const json object = json::parse(line);
    EXPECT_EQ(object["points"], 60);
    ASSERT_EQ(object["change_points"].size(), 1U);
    EXPECT_EQ(object["change_points"][0]["index"], 30);
    EXPECT_EQ(object["change_points"][0]["time"], 30);
  }
  EXPECT_EQ(count, 2);
}

TEST_F(DetectCommand, ABadLineIsNamedAndTheRestIsAnalysed) {
  const std::string bad = write("bad.csv", "60,fast\n"), good = write("good.csv");
  EXPECT_EQ(ask(bad + " " + good + " " + (folder_ / "none.csv").string()), kExitError);
  EXPECT_NE(err_.find("bad.csv:62: the value 'fast' is no number; write"), std::string::npos);
  EXPECT_NE(err_.find("none.csv' cannot be read"), std::string::npos);
  EXPECT_NE(out_.find("bad.csv  60 points  1 change"), std::string::npos);
  EXPECT_NE(out_.find("good.csv  60 points  1 change"), std::string::npos);
}

TEST_F(DetectCommand, FoldersAndDevicesAreNoFiles) {
  EXPECT_EQ(ask("/proc/self/mem"), kExitError);
  EXPECT_NE(err_.find("/proc/self/mem"), std::string::npos);
  fs::create_directories(folder_ / "odd.csv" / "deeper");
  write("odd.csv/deeper/a.csv");
  EXPECT_EQ(ask(folder_.string() + " --json"), kExitOk);
  EXPECT_NE(out_.find("deeper/a.csv"), std::string::npos);
}

TEST_F(DetectCommand, WhatCannotBeLookedAtIsNamedAndTheRestIsAnalysed) {
  write("a.csv");
  fs::create_symlink(folder_ / "gone", folder_ / "b.csv");
  fs::create_directory_symlink(folder_, folder_ / "round");
  EXPECT_EQ(ask(folder_.string()), kExitError);
  EXPECT_NE(err_.find("b.csv is a link to nothing"), std::string::npos);
  EXPECT_NE(out_.find("a.csv  60 points  1 change"), std::string::npos);
  EXPECT_EQ(out_.find("round"), std::string::npos);
}

TEST_F(DetectCommand, NothingToReadIsAnError) {
  EXPECT_EQ(ask(folder_.string()), kExitError);
  EXPECT_NE(err_.find("holds no .csv file"), std::string::npos);
  std::ofstream(folder_ / "empty.csv");
  EXPECT_EQ(ask(folder_.string()), kExitError);
  EXPECT_NE(err_.find("has no values"), std::string::npos);
  EXPECT_EQ(ask(write("a.csv") + " --significance 2"), kExitError);
}

TEST_F(DetectCommand, ManyBadLinesAreCounted) {
  std::string more;
  for (int i = 0; i < 30; ++i) more += "x,y\n";
  EXPECT_EQ(ask(write("a.csv", more)), kExitError);
  EXPECT_NE(err_.find("20 more lines like these"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::cli
