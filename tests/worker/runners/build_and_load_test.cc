// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/worker/runners/small_workplace.h"
#include "worker/runners/build_runner.h"
#include "worker/runners/load_runner.h"

namespace nightjar::runners {
namespace {

TEST(BuildRunner, BuildsColdAndAgainAndKeepsNothingFromBefore) {
  SmallWorkplace workplace;
  BuildRunner runner(workplace.get());
  for (int run = 1; run <= 2; ++run) {
    const record::JobResult result =
        runner.execute(SmallWorkplace::lease(scenarios::Kind::kBuild), {});
    ASSERT_EQ(result.error, "");
    ASSERT_TRUE(result.build);
    EXPECT_GT(result.build->cold_build_ns, 0);
    EXPECT_GT(result.build->rebuild_ns, 0);
    EXPECT_GT(result.build->plan_bytes, 0);
    EXPECT_GT(result.build->peak_memory_bytes, 0);
    EXPECT_EQ(result.samples.latency_ns.size(), 1u);
    EXPECT_EQ(result.latency.median_ns, result.build->cold_build_ns);
    EXPECT_EQ(result.plan_digest.size(), 64u);
    EXPECT_EQ(workplace.builds(), 2 * run);
  }
}

TEST(BuildRunner, AModelThatIsMissingFailsTheJob) {
  SmallWorkplace workplace;
  wire::Lease lease = SmallWorkplace::lease(scenarios::Kind::kBuild);
  lease.scenario.model = "nobody";
  EXPECT_EQ(BuildRunner(workplace.get()).execute(lease, {}).outcome, record::Outcome::kFailed);
}

TEST(LoadRunner, SamplesAreLoadsAndRowsAreTheirPhases) {
  SmallWorkplace workplace;
  LoadRunner runner(workplace.get());
  const record::JobResult result =
      runner.execute(SmallWorkplace::lease(scenarios::Kind::kLoad), {});
  ASSERT_EQ(result.error, "");
  EXPECT_EQ(result.samples.latency_ns.size(), 20u);
  EXPECT_TRUE(result.samples.compute_ns.empty());
  EXPECT_EQ(result.compute, record::Summary());
  ASSERT_EQ(result.layers.size(), 4u);
  double phases_ns = 0;
  for (size_t i = 0; i < 3; ++i) phases_ns += result.layers[i].median_ns;
  EXPECT_GT(phases_ns, 0);
  EXPECT_LE(phases_ns, result.latency.max_ns);
  EXPECT_GT(result.layers[3].median_ns, 0);
  EXPECT_EQ(result.layers[3].share, 0);
}

TEST(LoadRunner, ThreadsLoadSeveralPlansAtOnce) {
  SmallWorkplace workplace;
  LoadRunner runner(workplace.get());
  wire::Lease lease = SmallWorkplace::lease(scenarios::Kind::kLoad);
  lease.scenario.load.concurrency = 2;
  lease.scenario.load.plans = 5;
  const record::JobResult result = runner.execute(lease, {});
  ASSERT_EQ(result.error, "");
  ASSERT_TRUE(result.load);
  EXPECT_EQ(result.load->concurrency, 2);
  EXPECT_NEAR(result.load->rate_per_s, 5e9 / result.latency.mean_ns,
              0.01 * result.load->rate_per_s);
}

}  // namespace
}  // namespace nightjar::runners
