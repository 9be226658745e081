// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whatever happens to messages and processes: each job ends exactly once, with one accepted
// result, and nothing that was acknowledged is lost.
#include "tests/system/simulation.h"

#include <gtest/gtest.h>

#include <set>

namespace nightjar::system_test {
namespace {

constexpr int kJobs = 12;
constexpr int kWorkers = 3;
constexpr double kLimitS = 4000;

struct Totals {
  int64_t done = 0, failed = 0;
  int crashes = 0;
  double longest_s = 0;
};

void check_results(Simulation& simulation) {
  const auto measurements = simulation.store().runs().measurements(simulation.run_number());
  ASSERT_TRUE(measurements.ok()) << measurements.error().message;
  ASSERT_EQ(measurements->size(), static_cast<size_t>(kJobs));
  std::set<double> marks;
  for (const record::Measurement& measurement : *measurements) {
    if (measurement.result.outcome != record::Outcome::kDone) continue;
    const double mark = measurement.result.latency.median_ns;
    EXPECT_TRUE(marks.insert(mark).second) << "one result ended two jobs";
    EXPECT_EQ(simulation.made_for().at(mark), measurement.job_id);
  }
  for (const auto& [job, mark] : simulation.acknowledged()) {
    const auto kept = simulation.store().series().measurement(job);
    ASSERT_TRUE(kept.ok()) << "job " << job << " was acknowledged and is lost";
    EXPECT_EQ(kept->result.latency.median_ns, mark) << "job " << job;
  }
}

Totals simulate(const Faults& faults, uint64_t first_seed, int seeds) {
  Totals totals;
  for (uint64_t seed = first_seed; seed < first_seed + static_cast<uint64_t>(seeds); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Simulation simulation(seed, faults, kJobs, kWorkers);
    EXPECT_TRUE(simulation.run(kLimitS)) << "jobs are left after " << kLimitS << " s";
    for (const std::string& sentence : simulation.broken()) ADD_FAILURE() << sentence;
    check_results(simulation);
    const auto counts = *simulation.store().runs().counts(simulation.run_number());
    EXPECT_EQ(counts.done + counts.failed, kJobs);
    totals.done += counts.done;
    totals.failed += counts.failed;
    totals.crashes += simulation.crashes();
    totals.longest_s = std::max(totals.longest_s, simulation.elapsed_s());
    if (testing::Test::HasFailure()) break;
  }
  return totals;
}

TEST(Simulation, WithoutFaultsEveryJobIsDoneOnTheFirstAttempt) {
  Simulation simulation(1, {}, kJobs, kWorkers);
  ASSERT_TRUE(simulation.run(kLimitS));
  EXPECT_EQ(simulation.results_made(), kJobs);
  EXPECT_EQ(simulation.store().runs().counts(simulation.run_number())->done, kJobs);
  EXPECT_LT(simulation.elapsed_s(), 60);
  check_results(simulation);
}

TEST(Simulation, LostDoubledAndLateMessages) {
  const Faults faults{.lose = 0.2, .twice = 0.2, .delay_s = 0.5};
  const Totals totals = simulate(faults, 100, 60);
  EXPECT_GT(totals.done, 12 * 60 * 95 / 100);
}

TEST(Simulation, ANetworkThatReordersEverything) {
  const Faults faults{.lose = 0.1, .twice = 0.3, .delay_s = 3};
  simulate(faults, 200, 60);
}

TEST(Simulation, KilledWorkers) {
  const Faults faults{.lose = 0.02, .delay_s = 0.05, .kill_worker_s = 10};
  const Totals totals = simulate(faults, 300, 60);
  EXPECT_GT(totals.done, 12 * 60 * 90 / 100);
}

TEST(Simulation, WorkersThatFreezeBeyondTheirLease) {
  const Faults faults{.lose = 0.02, .twice = 0.05, .delay_s = 0.1, .freeze_worker_s = 8};
  simulate(faults, 400, 60);
}

TEST(Simulation, WorkersThatAreStopped) {
  const Faults faults{.lose = 0.05, .twice = 0.05, .delay_s = 0.1, .stop_worker_s = 6};
  simulate(faults, 500, 60);
}

TEST(Simulation, ACoordinatorThatCrashesAtEveryTurn) {
  const Faults faults{.delay_s = 0.02, .crash_at_notice = 0.1, .crash_at_answer = 0.02};
  const Totals totals = simulate(faults, 600, 60);
  EXPECT_GT(totals.crashes, 60 * 3);
  EXPECT_GT(totals.done, 12 * 60 * 95 / 100);
}

TEST(Simulation, AllOfItAtOnce) {
  const Faults faults{.lose = 0.1,
                      .twice = 0.1,
                      .delay_s = 0.4,
                      .crash_at_notice = 0.02,
                      .crash_at_answer = 0.01,
                      .measuring_dies = 0.05,
                      .kill_worker_s = 20};
  simulate(faults, 700, 100);
}

TEST(Simulation, ASeedIsReplayedExactly) {
  const Faults faults{.lose = 0.1, .twice = 0.1, .delay_s = 0.4, .crash_at_answer = 0.01};
  Simulation first(42, faults, kJobs, kWorkers), second(42, faults, kJobs, kWorkers);
  first.run(kLimitS);
  second.run(kLimitS);
  EXPECT_EQ(first.elapsed_s(), second.elapsed_s());
  EXPECT_EQ(first.acknowledged(), second.acknowledged());
}

}  // namespace
}  // namespace nightjar::system_test
