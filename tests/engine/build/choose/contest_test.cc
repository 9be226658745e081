// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/contest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/build/builder.h"
#include "engine/build/choose/trial.h"
#include "engine/build/records/timing_cache.h"
#include "tests/fakes/engine/planted_tactics.h"

namespace nightjar::build {
namespace {

using fakes::Manner;
using fakes::PlantedTactic;

network::Network one_product(double scale = 0.01) {
  network::Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {8, 16}});
  tensor::HostTensor weights(tensor::DataType::kFloat32, {16, 4});
  for (int64_t i = 0; i < weights.count(); ++i)
    weights.set_value(i, scale * static_cast<double>(i));
  network::Op op;
  op.name = "product";
  op.type = "MatMul";
  op.inputs = {x, network.add_constant("w", std::move(weights))};
  network.add_output(network.add_op(std::move(op), 1)->front(), "y");
  return network;
}

/// Builds one product for which planted tactics compete with plain, whose launches take a tick.
class ContestTest : public ::testing::Test {
 protected:
  ContestTest() : device_(device::make_cpu_device(1)) {
    options_.allowed_sources = {"cudnn"};  // what planted tactics say they are
  }

  void plant(const char* name, Manner manner, int64_t launch_ns) {
    planted_.push_back(std::make_unique<PlantedTactic>(name, "gemm", manner, launch_ns, clock_));
    options_.user_tactics.push_back(planted_.back().get());
  }

  BuildOutcome build() {
    auto outcome = build_plan(one_product(), *device_, options_, clock_);
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return std::move(*outcome);
  }

  static std::string reason_for(const BuildOutcome& outcome, const std::string& tactic) {
    for (const RejectedTactic& row : outcome.rejected) {
      if (row.tactic == tactic) return row.reason;
    }
    return "";
  }

  std::unique_ptr<device::Device> device_;
  fakes::TickingClock clock_;
  std::vector<std::unique_ptr<PlantedTactic>> planted_;
  BuildOptions options_;
};

TEST_F(ContestTest, WrongAndFlakyTacticsNeverWinAndAreNamed) {
  plant("gemm.wrong.v1", Manner::kWrong, 10);
  plant("gemm.flaky.v1", Manner::kFlaky, 20);
  plant("gemm.broken.v1", Manner::kFails, 30);
  plant("gemm.right.v1", Manner::kRight, 500);
  const BuildOutcome outcome = build();
  ASSERT_EQ(outcome.plan.steps.size(), 1u);
  EXPECT_EQ(outcome.plan.steps[0].tactic, "gemm.right.v1");
  EXPECT_NE(reason_for(outcome, "gemm.wrong.v1").find("the plain answer is"), std::string::npos);
  EXPECT_EQ(reason_for(outcome, "gemm.flaky.v1"), "its answer changed from one launch to another");
  EXPECT_EQ(reason_for(outcome, "gemm.broken.v1"),
            "failed while it was timed: the planted kernel gave up");
  EXPECT_EQ(reason_for(outcome, "gemm.right.v1"), "");
}

TEST_F(ContestTest, InjectedTimingsFlipTheChoice) {
  for (const bool first_is_faster : {true, false}) {
    options_.user_tactics.clear();
    plant("gemm.one.v1", Manner::kRight, first_is_faster ? 300 : 500);
    plant("gemm.two.v1", Manner::kRight, first_is_faster ? 500 : 300);
    EXPECT_EQ(build().plan.steps[0].tactic, first_is_faster ? "gemm.one.v1" : "gemm.two.v1");
  }
}

TEST_F(ContestTest, WithinTheTieTheFixedOrderDecides) {
  plant("gemm.one.v1", Manner::kRight, 505);
  plant("gemm.two.v1", Manner::kRight, 500);
  const BuildOutcome outcome = build();
  EXPECT_EQ(outcome.plan.steps[0].tactic, "gemm.one.v1");
  EXPECT_NE(outcome.plan.decisions_json.find("tie with the fastest, fixed order"),
            std::string::npos);
}

TEST_F(ContestTest, WhenAllAreWrongPlainIsTaken) {
  plant("gemm.wrong.v1", Manner::kWrong, 10);
  EXPECT_EQ(build().plan.steps[0].tactic, "gemm.plain.v1");
}

TEST_F(ContestTest, LevelNoughtTakesTheFirstThatIsRightWithoutTiming) {
  options_.level = 0;
  plant("gemm.wrong.v1", Manner::kWrong, 10);
  plant("gemm.slow.v1", Manner::kRight, 9000);
  plant("gemm.quick.v1", Manner::kRight, 10);
  const BuildOutcome outcome = build();
  EXPECT_EQ(outcome.plan.steps[0].tactic, "gemm.slow.v1");
  EXPECT_EQ(outcome.plan.steps[0].tuned_ns, 0);
}

TEST_F(ContestTest, LevelsBeyondTheLastAreRefused) {
  options_.level = 6;
  const auto outcome = build_plan(one_product(), *device_, options_, clock_);
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().message, "builder level 6: levels are 0 to 5");
}

TEST_F(ContestTest, ForbiddenSourcesDoNotCompete) {
  options_.forbidden_sources = {"cudnn"};
  plant("gemm.quick.v1", Manner::kRight, 10);
  EXPECT_EQ(build().plan.steps[0].tactic, "gemm.plain.v1");
}

TEST_F(ContestTest, WhoWantsTooMuchWorkspaceIsOutAndNamed) {
  options_.max_workspace_bytes = 1;
  plant("gemm.hungry.v1", Manner::kRight, 10);  // wants what plain wants
  const BuildOutcome outcome = build();
  EXPECT_EQ(outcome.plan.steps[0].tactic, "gemm.plain.v1") << "plain always works";
  EXPECT_NE(reason_for(outcome, "gemm.hungry.v1").find("is over the limit of 1"),
            std::string::npos);
}

TEST_F(ContestTest, TheVerifiedOutputAndTheIntervalAreWrittenDown) {
  plant("gemm.right.v1", Manner::kRight, 500);
  const auto decisions = decisions_from_text(build().plan.decisions_json);
  ASSERT_TRUE(decisions.ok());
  const DecidedStep& step = decisions->steps.at(0);
  EXPECT_EQ(step.output_digest.size(), 64u);
  ASSERT_EQ(step.candidates.size(), 2u);
  for (const CandidateRecord& candidate : step.candidates) {
    EXPECT_GE(candidate.samples, 2u);
    EXPECT_LE(candidate.low_ns, candidate.median_ns);
    EXPECT_GE(candidate.high_ns, candidate.median_ns);
  }
}

/// A contest that the budget cuts short, or in which a launch fails, decides for this build alone.
TEST_F(ContestTest, OnlyLastingChoicesAreKeptInTheTimingCache) {
  TimingCache cache;
  options_.timing_cache = &cache;
  plant("gemm.right.v1", Manner::kRight, 500);
  options_.tuning_budget_ns = 0;
  build();
  EXPECT_EQ(cache.size(), 0u) << "cut short";
  options_.tuning_budget_ns = BuildOptions{}.tuning_budget_ns;
  plant("gemm.broken.v1", Manner::kFails, 30);
  build();
  EXPECT_EQ(cache.size(), 0u) << "a launch failed";
  options_.user_tactics.clear();
  plant("gemm.wrong.v1", Manner::kWrong, 10);
  options_.max_workspace_bytes = 1;
  build();
  EXPECT_EQ(cache.size(), 0u) << "nobody won";
  options_.max_workspace_bytes = 0;
  build();
  EXPECT_EQ(cache.size(), 1u);
}

TEST_F(ContestTest, ACachedWinnerThatWasRejectedIsNotTaken) {
  TimingCache cache;
  options_.timing_cache = &cache;
  plant("gemm.right.v1", Manner::kRight, 500);
  build();
  ASSERT_EQ(cache.size(), 1u);
  TimingCache tampered;
  CacheEntry entry = *cache.entries().front();
  ASSERT_EQ(entry.tactic, "gemm.right.v1");
  entry.candidates[1].rejected = "it was wrong";
  entry.reason = "taken from the cache";
  tampered.put(entry);
  options_.timing_cache = &tampered;
  EXPECT_EQ(build().plan.decisions_json.find("taken from the cache"), std::string::npos);
}

/// With other weights timings hold; who is right is found out again.
TEST_F(ContestTest, ACachedWinnerIsCheckedWithOtherConstants) {
  TimingCache cache;
  options_.timing_cache = &cache;
  plant("gemm.turning.v1", Manner::kRight, 10);
  build();
  ASSERT_EQ(cache.size(), 1u);
  planted_.back() =
      std::make_unique<PlantedTactic>("gemm.turning.v1", "gemm", Manner::kWrong, 10, clock_);
  options_.user_tactics = {planted_.back().get()};
  EXPECT_EQ(build().plan.steps[0].tactic, "gemm.turning.v1") << "the same weights: as timed";
  const auto other = build_plan(one_product(0.02), *device_, options_, clock_);
  ASSERT_TRUE(other.ok()) << other.error().message;
  EXPECT_EQ(other->plan.steps[0].tactic, "gemm.plain.v1");
}

TEST(TrialMemory, AnEmptyInputIsNotRepeatedForEver) {
  const auto device = device::make_cpu_device(1);
  Trial trial;
  trial.inputs.emplace_back(tensor::DataType::kFloat32, tensor::Dims{0, 4});
  kernels::Problem larger{"gemm", {}, {{tensor::DataType::kFloat32, {2, 4}}}, {}};
  const auto memory = TrialMemory::make(larger, trial, *device);
  ASSERT_FALSE(memory.ok());
  EXPECT_NE(memory.error().message.find("nothing to repeat"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::build
