// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/plans/load_timeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "cli/models/build_request.h"

namespace nightjar::cli {
namespace {

class LoadTimelineTest : public ::testing::Test {
 protected:
  LoadTimelineTest() : device_(device::make_cpu_device(1)) {
    BuildRequest request;
    request.model = "policy_mlp";
    request.threads = 1;
    request.choosing.level = 0;
    path_ = std::filesystem::path(testing::TempDir()) / "load_timeline.plan";
    auto outcome = build_from_request(request);
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    EXPECT_TRUE(plan::save_plan_file(path_, outcome->bytes).ok());
  }

  std::unique_ptr<device::Device> device_;
  std::string path_;
};

TEST_F(LoadTimelineTest, EveryLoadIsThereAndItsPhasesAreInOrder) {
  const auto spans = load_in_parallel({{path_, path_}, 3, 4}, *device_, SystemClock());
  ASSERT_TRUE(spans.ok()) << spans.error().message;
  ASSERT_EQ(spans->size(), 6u);
  for (const LoadSpan& span : *spans) {
    const double moments[] = {
        0, span.start_ns, span.read_ns, span.engine_ns, span.context_ns, span.end_ns};
    EXPECT_TRUE(std::is_sorted(std::begin(moments), std::end(moments)));
    EXPECT_LT(span.thread, 4u);
  }
}

TEST_F(LoadTimelineTest, AFileThatCannotBeLoadedIsAnError) {
  EXPECT_FALSE(
      load_in_parallel({{path_, "/nonexistent.plan"}, 1, 2}, *device_, SystemClock()).ok());
}

TEST_F(LoadTimelineTest, FilesOutOfTheCacheAreLoadedToo) {
  LoadRequest request{{path_}, 3, 1, true};
  const auto spans = load_in_parallel(request, *device_, SystemClock());
  ASSERT_TRUE(spans.ok()) << spans.error().message;
  EXPECT_EQ(spans->size(), 3u);
  request.paths = {"/nonexistent.plan"};
  EXPECT_FALSE(load_in_parallel(request, *device_, SystemClock()).ok());
}

TEST(DrawTimeline, BarsAreAsLongAsTheirPhases) {
  const std::string text =
      draw_timeline({{"a.plan", 0, 0, 10, 20, 30, 40}, {"b.plan", 1, 20, 30, 30, 30, 40}}, 8);
  EXPECT_NE(text.find("|rreeccii|"), std::string::npos) << text;
  EXPECT_NE(text.find("|    rrii|"), std::string::npos) << text;
}

}  // namespace
}  // namespace nightjar::cli
