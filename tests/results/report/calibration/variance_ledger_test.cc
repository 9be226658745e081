// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/variance_ledger.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "tests/results/examples.h"

namespace nightjar::report {
namespace {

constexpr int64_t kDayNs = 86'400'000'000'000;

record::Measurement measurement(int64_t job_id, int64_t day, const std::string& plan) {
  record::Measurement made;
  made.job_id = job_id;
  made.scenario = record::examples::scenario("net");
  made.result.started_unix_ns = day * kDayNs + 5;
  made.result.plan_digest = plan;
  return made;
}

std::vector<int64_t> samples(std::mt19937_64& random, double level, double scatter) {
  std::normal_distribution<double> normal(0, scatter);
  std::vector<int64_t> list(200);
  for (int64_t& ns : list) ns = std::llround(1e6 * std::exp(level + normal(random)));
  return list;
}

TEST(VarianceLedger, TellsProcessesFromSamples) {
  VarianceLedger ledger;
  std::mt19937_64 random(1);
  std::normal_distribution<double> of_process(0, 0.02);
  for (int64_t job = 0; job < 60; ++job) {
    ledger.add(measurement(job, 7, "p"), samples(random, of_process(random), 0.005));
  }
  const auto found = ledger.components();
  ASSERT_EQ(found.size(), 1u);
  const auto& levels = found.begin()->second;
  ASSERT_EQ(levels.size(), std::size(kLedgerLevels));
  EXPECT_FALSE(levels[0].is_known()) << "there was one day";
  EXPECT_FALSE(levels[1].is_known()) << "and one build";
  EXPECT_NEAR(std::sqrt(levels[2].variance), 0.02, 0.004);
  EXPECT_NEAR(std::sqrt(levels[3].variance), 0.005, 0.0005);
  const std::string text = print_ledger(ledger, {});
  EXPECT_NE(text.find("net"), std::string::npos) << text;
  EXPECT_NE(text.find("0.5 % ["), std::string::npos) << text;
}

TEST(VarianceLedger, DaysAndBuildsHaveTheirShare) {
  VarianceLedger ledger;
  std::mt19937_64 random(2);
  std::normal_distribution<double> of_day(0, 0.05);
  int64_t job = 0;
  for (int64_t day = 0; day < 40; ++day) {
    const double level = of_day(random);
    for (const char* plan : {"p", "q"}) {
      const double of_build = plan[0] == 'q' ? 0.03 : 0;
      for (int i = 0; i < 2; ++i) {
        ledger.add(measurement(++job, day, plan), samples(random, level + of_build, 0.002));
      }
    }
  }
  const auto levels = ledger.components().begin()->second;
  EXPECT_NEAR(std::sqrt(levels[0].variance), 0.05, 0.015);
  EXPECT_NEAR(std::sqrt(levels[1].variance), 0.021, 0.006);
  EXPECT_LT(std::sqrt(levels[2].variance), 0.001);
}

TEST(VarianceLedger, FaultsAndFailuresTeachNothing) {
  VarianceLedger ledger;
  std::mt19937_64 random(3);
  record::Measurement faulty = measurement(1, 1, "p"), failed = measurement(2, 1, "p");
  faulty.result.environment.fault_injected = "slowed";
  failed.result.outcome = record::Outcome::kFailed;
  ledger.add(faulty, samples(random, 0, 0.01));
  ledger.add(failed, samples(random, 0, 0.01));
  EXPECT_TRUE(ledger.components().empty());
  EXPECT_EQ(print_ledger(ledger, {}), "");
}

}  // namespace
}  // namespace nightjar::report
