// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/run_progress.h"

#include <gtest/gtest.h>

namespace nightjar::cli {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;

TEST(RunProgress, TheLineShowsBarCountsFailuresTimeLeftAndWork) {
  const ProgressView view{6, 1, 24, 30 * kSecondNs, "resnet50/fp32: sampling 12"};
  EXPECT_EQ(progress_line(view, 200),
            "━━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 6/24, 1 failed, 1:30 left  resnet50/fp32: sampling 12");
}

TEST(RunProgress, NothingIsPromisedBeforeTheFirstJobHasEnded) {
  EXPECT_EQ(progress_line({0, 0, 3, kSecondNs, ""}, 200), "╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ 0/3");
  EXPECT_EQ(progress_line({3, 0, 3, kSecondNs, ""}, 200), "━━━━━━━━━━━━━━━━━━━━━━━━ 3/3");
}

TEST(RunProgress, TheLineIsCutBetweenCharacters) {
  EXPECT_EQ(progress_line({6, 0, 24, 0, "x"}, 7), "━━━━━━╌");
  EXPECT_EQ(progress_line({6, 0, 24, 0, "x"}, 0), "");
}

TEST(RunProgress, ClockTexts) {
  EXPECT_EQ(clock_text(0), "0:00");
  EXPECT_EQ(clock_text(65 * kSecondNs), "1:05");
  EXPECT_EQ(clock_text(3723 * kSecondNs), "1:02:03");
  EXPECT_EQ(clock_text(-kSecondNs), "0:00");
}

/// What a listener prints into a file that is no terminal.
class PrintedProgress : public testing::Test {
 protected:
  void SetUp() override { file_ = std::tmpfile(); }
  void TearDown() override { std::fclose(file_); }

  std::string printed() {
    std::rewind(file_);
    std::string text(4096, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file_));
    return text;
  }

  coordinator::Notice ended(record::Outcome outcome) const {
    coordinator::Notice notice;
    notice.kind = coordinator::Notice::Kind::kJobEnded;
    notice.run = 3;
    notice.scenario.model = "m";
    notice.outcome = outcome;
    notice.sentence = outcome == record::Outcome::kDone ? "" : "it broke";
    notice.median_ns = 1.5e6;
    return notice;
  }

  std::FILE* file_ = nullptr;
  ManualClock clock_;
};

TEST_F(PrintedProgress, ALineAJobElsewhere) {
  RunProgress progress(file_, RunProgress::style_for(file_, false), clock_);
  progress.begin("r3 of tiny", 2);
  progress.notice(ended(record::Outcome::kDone));
  progress.notice(ended(record::Outcome::kFailed));
  progress.draw({});
  EXPECT_EQ(printed(),
            "r3 of tiny\n[1/2] m/fp32/b1/single_stream  1.5 ms\n"
            "[2/2] m/fp32/b1/single_stream  failed: it broke\n");
}

TEST_F(PrintedProgress, ACoordinatorNamesTheRun) {
  RunProgress progress(file_, RunProgress::Style::kLines, clock_);
  progress.notice(ended(record::Outcome::kDone));
  EXPECT_EQ(printed(), "r3 m/fp32/b1/single_stream  1.5 ms\n");
}

TEST_F(PrintedProgress, QuietSaysTroubleOnlyAndOnce) {
  RunProgress progress(file_, RunProgress::style_for(file_, true), clock_);
  progress.begin("r3 of tiny", 2);
  progress.notice(ended(record::Outcome::kFailed));
  progress.trouble("the disk is full");
  progress.trouble("the disk is full");
  EXPECT_EQ(printed(), "trouble: the disk is full\n");
}

}  // namespace
}  // namespace nightjar::cli
