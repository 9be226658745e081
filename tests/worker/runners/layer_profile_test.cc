// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/layer_profile.h"

#include <gtest/gtest.h>

namespace nightjar::runners {
namespace {

/// Two steps; the second takes longer in every third pass.
class JitteryProfiler : public StepProfiler {
 public:
  JitteryProfiler(ManualClock& clock, int64_t pass_ns) : clock_(clock), pass_ns_(pass_ns) {}
  Result<std::vector<runtime::StepTime>> profile() override {
    ++passes;
    clock_.advance_ns(pass_ns_);
    return std::vector<runtime::StepTime>{{0, 1000}, {1, passes % 3 == 0 ? 9000.0 : 3000.0}};
  }
  void inject_delay(runtime::InjectedDelay) override {}

  int passes = 0;

 private:
  ManualClock& clock_;
  int64_t pass_ns_;
};

TEST(LayerProfile, TakesTheMedianOfItsPasses) {
  ManualClock clock;
  JitteryProfiler profiler(clock, 4000);
  const auto times_ns = median_step_times_ns(profiler, 2, clock);
  ASSERT_TRUE(times_ns.ok());
  EXPECT_EQ(*times_ns, (std::vector<double>{1000, 3000}));
  EXPECT_EQ(profiler.passes, 15);
}

TEST(LayerProfile, ASlowModelIsProfiledThreeTimes) {
  ManualClock clock;
  JitteryProfiler profiler(clock, 2'000'000'000);
  ASSERT_TRUE(median_step_times_ns(profiler, 2, clock).ok());
  EXPECT_EQ(profiler.passes, 3);
}

TEST(LayerProfile, AStepThatThePlanDoesNotHaveIsAnError) {
  ManualClock clock;
  JitteryProfiler profiler(clock, 1);
  EXPECT_FALSE(median_step_times_ns(profiler, 1, clock).ok());
}

TEST(LayerProfile, RowsSayWhatRanAndItsShare) {
  plan::Plan plan;
  plan::PlanTensor image, features;
  image.desc = {tensor::DataType::kBFloat16, tensor::to_shape({1, 3, 8, 8})};
  features.desc = {tensor::DataType::kFloat32, tensor::to_shape({1, 16, 8, 8}),
                   tensor::Layout::kChannelsLast};
  plan.tensors = {image, features};
  plan::PlanStep conv;
  conv.name = "conv1";
  conv.nodes = {"conv1", "relu1"};
  conv.tactic = "conv.onednn.v1";
  conv.inputs = {plan::kAbsent, 0};
  conv.outputs = {1};
  plan::PlanStep cast = conv;
  cast.name = "cast";
  cast.config = "wide";
  cast.inputs = cast.outputs = {};
  plan.steps = {conv, cast};
  const auto rows = layer_rows(plan, {3000, 1000});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "conv1");
  EXPECT_EQ(rows[0].nodes, conv.nodes);
  EXPECT_EQ(rows[0].tactic, "conv.onednn.v1");
  EXPECT_EQ(rows[0].layout, "channels_last");
  EXPECT_EQ(rows[0].precision, "bf16");
  EXPECT_DOUBLE_EQ(rows[0].share, 0.75);
  EXPECT_EQ(rows[1].index, 1);
  EXPECT_EQ(rows[1].tactic, "conv.onednn.v1 wide");
  EXPECT_EQ(rows[1].layout, "");
}

}  // namespace
}  // namespace nightjar::runners
