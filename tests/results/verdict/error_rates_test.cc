// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How often the rule is wrong, on simulated nights. docs/VERDICT.md quotes these bounds, and the
// table that is printed with NIGHTJAR_TRIAL_SERIES=4000.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "results/verdict/judge.h"
#include "tests/results/verdict/examples.h"

namespace nightjar::verdict {
namespace {

struct Night {
  double night_sd;   ///< Between runs, of everything alike.
  int history;       ///< Earlier runs.
  double slow_down;  ///< Put into one layer.
};

/// Share of simulated series whose last night is judged to be `kind`.
double rate_of(record::VerdictKind kind, const Night& night, int series_count = 4000) {
  examples::Machine machine(42, night.night_sd, 0.02);
  int count = 0;
  for (int series = 0; series < series_count; ++series) {
    std::vector<double> medians;
    for (int run = 1; run <= night.history; ++run) medians.push_back(1e6 * machine.pace());
    const auto reference = machine.night(night.history, medians.back());
    const auto tonight = machine.night(night.history + 1, 1e6 * machine.pace(), night.slow_down);
    const Baseline baseline = choose_baseline(examples::points(medians));
    const auto verdict = judge(tonight, baseline, &reference);
    count += verdict.kind == kind ? 1 : 0;
  }
  return static_cast<double>(count) / series_count;
}

constexpr auto kRegressed = record::VerdictKind::kRegressed;

TEST(ErrorRatesTest, RepeatsOfTheSameThingAreNotRegressed) {
  for (const int history : {1, 2, 3, 5, 20}) {
    EXPECT_LE(rate_of(kRegressed, {0.02, history, 0}), 0.001) << history;
    EXPECT_LE(rate_of(kRegressed, {0.03, history, 0}), 0.005) << history;
  }
}

TEST(ErrorRatesTest, AMachineNoisierThanAssumedIsLearnt) {
  for (const int history : {1, 2, 3, 5, 20}) {
    EXPECT_LE(rate_of(kRegressed, {0.05, history, 0}), 0.015) << history;
  }
}

TEST(ErrorRatesTest, ABusyMachineIsNotTakenForASlowerProgram) {
  for (const int history : {1, 2, 3, 5, 7}) {
    EXPECT_LE(rate_of(kRegressed, {0.2, history, 0}), 0.01) << history;
  }
}

TEST(ErrorRatesTest, TwentyPercentInOneLayerIsFound) {
  EXPECT_GE(rate_of(kRegressed, {0.02, 1, 0.2}), 0.995);
  EXPECT_GE(rate_of(kRegressed, {0.03, 1, 0.2}), 0.97);
  EXPECT_GE(rate_of(kRegressed, {0.03, 2, 0.2}), 0.98);
  EXPECT_GE(rate_of(kRegressed, {0.03, 20, 0.2}), 0.98);
}

TEST(ErrorRatesTest, TenPercentIsFoundOnceTheSeriesIsKnown) {
  EXPECT_GE(rate_of(kRegressed, {0.01, 10, 0.1}), 0.98);
}

int series_of_table() {
  const char* text = std::getenv("NIGHTJAR_TRIAL_SERIES");
  return text == nullptr ? 200 : std::max(1, std::atoi(text));
}

TEST(ErrorRatesTest, PrintsTheTableOfTheDocs) {
  for (const double night_sd : {0.01, 0.02, 0.03, 0.05, 0.2}) {
    std::string row = fmt::format("| {:.0f} % |", night_sd * 100);
    for (const double slow_down : {0.0, 0.1, 0.2}) {
      for (const int history : {1, 2, 20}) {
        const double rate = rate_of(kRegressed, {night_sd, history, slow_down}, series_of_table());
        row += fmt::format(" {:.4g}", rate);
        EXPECT_TRUE(slow_down > 0 || rate <= 0.03) << night_sd << " " << history << ": " << rate;
      }
      row += " |";
    }
    std::puts(row.c_str());
  }
}

}  // namespace
}  // namespace nightjar::verdict
