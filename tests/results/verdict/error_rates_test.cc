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

/// A row of the table, and the least share of slow-downs that each of its cells must find.
struct RowOfTable {
  double night_sd;
  double found[2][3];  ///< Of 10 and 20 %; after 1, 2 and 20 earlier runs.
};

constexpr RowOfTable kTable[] = {{0.01, {{0.65, 0.9, 0.97}, {0.97, 0.98, 0.98}}},
                                 {0.02, {{0.5, 0.7, 0.93}, {0.96, 0.97, 0.98}}},
                                 {0.03, {{0.42, 0.58, 0.75}, {0.94, 0.95, 0.96}}},
                                 {0.05, {{0.3, 0.42, 0.42}, {0.8, 0.85, 0.87}}},
                                 {0.2, {{0.05, 0.08, 0.005}, {0.22, 0.28, 0.04}}}};

TEST(ErrorRatesTest, PrintsTheTableOfTheDocs) {
  constexpr double kSlowDowns[] = {0, 0.1, 0.2};
  constexpr int kHistories[] = {1, 2, 20};
  for (const RowOfTable& expected : kTable) {
    std::string row = fmt::format("| {:.0f} % |", expected.night_sd * 100);
    for (size_t i = 0; i < std::size(kSlowDowns); ++i) {
      for (size_t j = 0; j < std::size(kHistories); ++j) {
        const Night night{expected.night_sd, kHistories[j], kSlowDowns[i]};
        const double rate = rate_of(kRegressed, night, series_of_table());
        row += fmt::format(" {:.4g}", rate);
        if (i == 0) {
          EXPECT_LE(rate, 0.03) << row;
        } else {
          EXPECT_GE(rate, expected.found[i - 1][j]) << row;
        }
      }
      row += " |";
    }
    std::puts(row.c_str());
  }
}

/// Share of series whose level has been accepted `nights` after it rose by so many deviations.
double share_accepted(double deviations, int nights, int series_count) {
  examples::Machine machine(7, 0.01, 0);
  int accepted = 0;
  for (int series = 0; series < series_count; ++series) {
    std::vector<double> medians;
    for (int run = 0; run < 60 + nights; ++run) {
      const double level = run < 60 ? 1 : std::exp(0.01 * deviations);
      medians.push_back(1e6 * level * machine.pace());
    }
    const Baseline baseline = choose_baseline(examples::points(medians));
    accepted += baseline.shift && baseline.shift->run >= 58 && baseline.shift->run <= 64 ? 1 : 0;
  }
  return static_cast<double>(accepted) / series_count;
}

TEST(ErrorRatesTest, ALastingLevelIsAccepted) {
  const int count = series_of_table();
  for (const double deviations : {5.0, 10.0}) {
    std::string row = fmt::format("accepted, {:.0f} deviations:", deviations);
    for (const int nights : {5, 6, 8, 10, 15}) {
      row += fmt::format(" {:.3g}", share_accepted(deviations, nights, count));
    }
    std::puts(row.c_str());
  }
  EXPECT_GE(share_accepted(10, 8, count), 0.9);
  EXPECT_GE(share_accepted(5, 15, count), 0.9);
  EXPECT_LE(share_accepted(0, 10, count), 0.02);
  EXPECT_LE(share_accepted(10, 4, count), 0.2);  // four nights are hardly a level
}

}  // namespace
}  // namespace nightjar::verdict
