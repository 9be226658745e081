// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The table of error rates: every rule on every scatter, one row each.
// NIGHTJAR_TRIAL_SERIES says how many series a row has; docs/DETECTING.md shows it with 200.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "results/changes/find.h"
#include "results/rivals/rules.h"

namespace {

using namespace nightjar::rivals;

Found nightjar_rule(std::span<const double> values) {
  Found found;
  for (const auto& change : nightjar::changes::find_changes(values)) found.push_back(change.index);
  return found;
}

struct Named {
  const char* name;
  Rule rule;
};

struct NamedScatter {
  const char* name;
  Scatter scatter;
};

constexpr NamedScatter kScatters[] = {{"gauss", Scatter::kGauss},
                                      {"heavy", Scatter::kHeavy},
                                      {"bimodal", Scatter::kBimodal},
                                      {"memory", Scatter::kMemory}};
constexpr NamedScatter kFurtherScatters[] = {{"skewed", Scatter::kSkewed},
                                             {"rounded", Scatter::kRounded},
                                             {"days", Scatter::kDays},
                                             {"memory_0.8", Scatter::kMemory8},
                                             {"memory_0.9", Scatter::kMemory9},
                                             {"memory_0.95", Scatter::kMemory95},
                                             {"memory_0.99", Scatter::kMemory99},
                                             {"walk", Scatter::kWalk},
                                             {"noisy_walk", Scatter::kNoisyWalk},
                                             {"cycle", Scatter::kCycle},
                                             {"slope", Scatter::kSlope},
                                             {"bursts", Scatter::kBursts},
                                             {"log_normal", Scatter::kLogNormal},
                                             {"wild", Scatter::kWild}};
constexpr size_t kSizes[] = {60, 1000};

int64_t series_a_row() {
  constexpr int64_t kDefault = 2;
  const char* text = std::getenv("NIGHTJAR_TRIAL_SERIES");
  return text == nullptr ? kDefault : std::max(1L, std::atol(text));
}

uint64_t seed_of(const Recipe& recipe) {
  const auto scatter = static_cast<uint64_t>(recipe.scatter);
  return 1 + scatter + 10 * static_cast<uint64_t>(recipe.cv * 1e4 + 0.5) +
         100'000 * static_cast<uint64_t>(recipe.step * 1e4 + 0.5);
}

void run(benchmark::State& state, const Rule& rule, const Recipe& recipe) {
  Tally tally;
  for (auto _ : state) tally = try_rule(rule, recipe, series_a_row(), seed_of(recipe));
  if (recipe.step == 0) {
    state.counters["false_per_1000"] = tally.false_per_thousand();
    return;
  }
  state.counters["precision"] = tally.precision();
  state.counters["recall"] = tally.recall();
  state.counters["f1"] = tally.f1();
}

void add_row(const Named& rule, const NamedScatter& scatter, double cv, double step,
             size_t size = Recipe{}.size) {
  const Recipe recipe{scatter.scatter, cv, step, size};
  const std::string name = std::string(rule.name) + "/" + scatter.name +
                           "/cv:" + std::to_string(cv * 100).substr(0, 3) +
                           "/step:" + std::to_string(static_cast<int>(step * 100 + 0.5)) +
                           (size == Recipe{}.size ? "" : "/size:" + std::to_string(size));
  benchmark::RegisterBenchmark(
      name.c_str(),
      [rule = rule.rule, recipe](benchmark::State& state) { run(state, rule, recipe); })
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

bool add_rows() {
  const Named rules[] = {{"nightjar", nightjar_rule},
                         {"otava", otava},
                         {"mongodb", [](auto values) { return mongodb(values); }},
                         {"mongodb_p01", [](auto values) { return mongodb(values, 0.01); }},
                         {"perfherder", perfherder},
                         {"z_score", z_score}};
  for (const Named& rule : rules) {
    for (const NamedScatter& scatter : kScatters) {
      for (const double cv : {0.005, 0.01, 0.02, 0.05}) {
        for (const double step : {0.0, 0.01, 0.02, 0.03, 0.05, 0.1}) {
          add_row(rule, scatter, cv, step);
        }
      }
    }
    for (const NamedScatter& scatter : kFurtherScatters) {
      for (const double step : {0.0, 0.03}) add_row(rule, scatter, 0.01, step);
    }
    for (const NamedScatter& scatter : kScatters) {
      for (const size_t size : kSizes) {
        for (const double step : {0.0, 0.03}) add_row(rule, scatter, 0.01, step, size);
      }
    }
  }
  return true;
}

[[maybe_unused]] const bool kAdded = add_rows();

}  // namespace
