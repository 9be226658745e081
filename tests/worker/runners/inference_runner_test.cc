// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A real plan of a small model, from lease to result.
#include "worker/runners/inference_runner.h"

#include <gtest/gtest.h>

#include "tests/worker/runners/small_workplace.h"
#include "worker/runners/accuracy/accuracy_check.h"

namespace nightjar::runners {
namespace {

class InferenceRunnerTest : public testing::Test {
 protected:
  record::JobResult run(const wire::Lease& lease) {
    InferenceRunner runner(workplace_.get());
    Monitor monitor;
    monitor.report = [this](const std::string& stage, double) {
      stages_.push_back(stage.substr(0, stage.find(' ')));
    };
    record::JobResult result = runner.execute(lease, monitor);
    EXPECT_EQ(result.error, "");
    return result;
  }

  SmallWorkplace workplace_;
  wire::Lease lease_ = SmallWorkplace::lease(scenarios::Kind::kInference);
  std::vector<std::string> stages_;
};

TEST_F(InferenceRunnerTest, AResultHoldsSamplesLayersAndAccuracy) {
  const record::JobResult result = run(lease_);
  EXPECT_EQ(result.outcome, record::Outcome::kDone);
  ASSERT_EQ(result.samples.latency_ns.size(), 20u);
  for (size_t i = 0; i < 20; ++i) {
    const auto& samples = result.samples;
    EXPECT_GT(samples.compute_ns[i], 0);
    EXPECT_LE(samples.h2d_ns[i] + samples.compute_ns[i] + samples.d2h_ns[i],
              samples.latency_ns[i] + 3)
        << "parts lie within the whole";
    EXPECT_LE(samples.enqueue_ns[i], samples.latency_ns[i]);
  }
  EXPECT_GT(result.throughput_per_s, 0);
  ASSERT_FALSE(result.layers.empty());
  double shares = 0;
  for (const record::LayerRow& row : result.layers) {
    EXPECT_FALSE(row.tactic.empty());
    EXPECT_FALSE(row.nodes.empty());
    shares += row.share;
  }
  EXPECT_NEAR(shares, 1, 1e-9);
  ASSERT_TRUE(result.accuracy);
  EXPECT_NEAR(result.accuracy->cosine, 1, 1e-6);
  EXPECT_EQ(result.accuracy->compared_items, kSmallModelItems);
  EXPECT_EQ(result.accuracy->label_count, 0);
  EXPECT_EQ(result.plan_digest.size(), 64u);
  EXPECT_EQ(result.decisions_digest.size(), 64u);
  EXPECT_EQ(result.environment.fault_injected, "");
  EXPECT_EQ(stages_.front(), "importing");
  EXPECT_EQ(stages_.back(), "checking");
}

TEST_F(InferenceRunnerTest, OfflineUsesTheSamePlan) {
  const std::string digest = run(lease_).plan_digest;
  lease_.scenario.pattern = scenarios::Pattern::kOffline;
  const record::JobResult result = run(lease_);
  EXPECT_EQ(result.plan_digest, digest);
  EXPECT_EQ(workplace_.builds(), 1);
  EXPECT_EQ(result.samples.latency_ns.size(), 20u);
}

TEST_F(InferenceRunnerTest, AFaultSlowsTheModelAndIsRecorded) {
  const record::JobResult sound = run(lease_);
  lease_.fault = {"small", 4.0, ""};
  const record::JobResult slowed = run(lease_);
  EXPECT_EQ(slowed.environment.fault_injected.find("slowed small by 400 % at layer "), 0u);
  EXPECT_GT(slowed.latency.min_ns, 2 * sound.latency.min_ns);
  lease_.fault.model = "another";
  EXPECT_EQ(run(lease_).environment.fault_injected, "") << "a fault is for one model";
}

TEST_F(InferenceRunnerTest, LabelsAreCountedOverAllItems) {
  std::vector<int> classes, labels;
  for (int i = 0; i < 100; ++i) {
    classes.push_back(i % 3);
    labels.push_back(i < 10 ? (i + 1) % 3 : i % 3);
  }
  workplace_.add_labelled_data(classes, labels);
  for (const auto precision : {scenarios::Precision::kFp32, scenarios::Precision::kBf16}) {
    lease_.scenario.precision = precision;
    const record::JobResult result = run(lease_);
    ASSERT_TRUE(result.accuracy);
    EXPECT_EQ(result.accuracy->label_count, 100);
    EXPECT_DOUBLE_EQ(result.accuracy->label_accuracy, 0.9);
    EXPECT_EQ(result.accuracy->compared_items, kLabelledItems);
    EXPECT_EQ(result.accuracy->top1_agreement, 1);
  }
}

TEST_F(InferenceRunnerTest, WhatCannotBeRunFailsWithASentence) {
  InferenceRunner runner(workplace_.get());
  lease_.scenario.batch = 0;
  EXPECT_EQ(runner.check_ready(lease_).error().message, "a batch of 0 cannot be run");
  lease_.scenario.batch = 1;
  lease_.scenario.model = "nobody";
  EXPECT_EQ(runner.execute(lease_, {}).outcome, record::Outcome::kFailed);
  lease_.scenario.model = "small";
  lease_.scenario.precision = scenarios::Precision::kFp8;
  EXPECT_EQ(runner.execute(lease_, {}).error,
            "the builder does not do fp8 yet; choose fp32, bf16, int8 or, on a GPU, fp16 or tf32");
  lease_.scenario.precision = scenarios::Precision::kFp32;
  lease_.fault = {"small", 0.2, "no such layer"};
  EXPECT_EQ(runner.execute(lease_, {}).outcome, record::Outcome::kFailed);
}

TEST_F(InferenceRunnerTest, ABuildThatIsAskedToStopSaysSo) {
  InferenceRunner runner(workplace_.get());
  Monitor impatient;
  impatient.should_stop = [] { return true; };
  const record::JobResult result = runner.execute(lease_, impatient);
  EXPECT_EQ(result.outcome, record::Outcome::kFailed);
  EXPECT_EQ(result.error,
            "building the plan took nearly all of the job's time limit; raise the limit or lower "
            "tuning_budget_s");
}

TEST_F(InferenceRunnerTest, AQueryOfMultiStreamHoldsSeveralInferences) {
  const record::JobResult single = run(lease_);
  EXPECT_FALSE(single.load);
  lease_.scenario.pattern = scenarios::Pattern::kMultiStream;
  lease_.scenario.load.concurrency = 4;
  const record::JobResult result = run(lease_);
  ASSERT_TRUE(result.load);
  EXPECT_EQ(result.load->concurrency, 4);
  EXPECT_GT(result.load->rate_per_s, 0);
  const double items = 4 * static_cast<double>(lease_.scenario.batch);
  EXPECT_NEAR(result.throughput_per_s, items * result.load->rate_per_s,
              1e-6 * result.throughput_per_s);
}

TEST_F(InferenceRunnerTest, APercentileThatIsClaimedHasSamplesEnough) {
  lease_.scenario.load.percentile = 0.9;
  const record::JobResult result = run(lease_);
  ASSERT_TRUE(result.load);
  EXPECT_GE(result.load->queries, 64);
  EXPECT_GT(result.load->supported_ns, 0);
  EXPECT_GE(result.load->supported_ns, result.load->percentile_ns);
}

TEST_F(InferenceRunnerTest, CallersHaveAContextEach) {
  lease_.scenario.pattern = scenarios::Pattern::kConcurrent;
  lease_.scenario.load.concurrency = 2;
  const record::JobResult result = run(lease_);
  ASSERT_TRUE(result.load);
  EXPECT_EQ(result.load->concurrency, 2);
  EXPECT_GE(result.latency.count, 20);
  EXPECT_TRUE(result.samples.compute_ns.empty());
}

TEST_F(InferenceRunnerTest, AServersSampleIsTheTimeAQueryAtItsHighestRate) {
  lease_.scenario.pattern = scenarios::Pattern::kServer;
  lease_.scenario.load.percentile = 0.5;
  lease_.scenario.load.latency_bound_ns = 1'000'000'000;
  const record::JobResult result = run(lease_);
  ASSERT_TRUE(result.load);
  EXPECT_EQ(result.latency.count, 1);
  EXPECT_NEAR(result.latency.median_ns, 1e9 / result.load->rate_per_s, 1);
  EXPECT_GT(result.load->rates_tried, 0);
  EXPECT_GT(result.load->queries, 0);
}

TEST_F(InferenceRunnerTest, ABoundThatNoRateMeetsFailsWithTheRemedy) {
  lease_.scenario.pattern = scenarios::Pattern::kServer;
  lease_.scenario.load.latency_bound_ns = 1;
  InferenceRunner runner(workplace_.get());
  const record::JobResult result = runner.execute(lease_, {});
  EXPECT_EQ(result.outcome, record::Outcome::kFailed);
  EXPECT_NE(result.error.find("raise latency_bound"), std::string::npos) << result.error;
}

}  // namespace
}  // namespace nightjar::runners
