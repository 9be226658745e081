// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/choose/contest.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/build/builder.h"
#include "tests/fakes/engine/planted_tactics.h"

namespace nightjar::build {
namespace {

using fakes::Manner;
using fakes::PlantedTactic;

network::Network one_product() {
  network::Network network;
  const auto x = network.add_input("x", {tensor::DataType::kFloat32, {8, 16}});
  tensor::HostTensor weights(tensor::DataType::kFloat32, {16, 4});
  for (int64_t i = 0; i < weights.count(); ++i) weights.set_value(i, 0.01 * static_cast<double>(i));
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
    EXPECT_GE(candidate.samples, 5u);
    EXPECT_LE(candidate.low_ns, candidate.median_ns);
    EXPECT_GE(candidate.high_ns, candidate.median_ns);
  }
}

}  // namespace
}  // namespace nightjar::build
