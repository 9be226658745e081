// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The table of nights with re-runs: ours beside rules that only look at the series.
// NIGHTJAR_TRIAL_SERIES says how many series a row has; docs/VERDICT.md shows it with 400, and 20
// of them for the rules that look at whole series anew every night.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "results/rivals/nights.h"
#include "results/rivals/rules.h"

namespace {

using namespace nightjar::rivals;

struct NamedRecipe {
  const char* name;
  NightsRecipe recipe;
};

constexpr NamedRecipe kRecipes[] = {
    {"day_1.5_build_0.5_process_0.4", {}},
    {"locked_clocks", {0.005, 0.002, 0.003}},
    {"shared", {0.03, 0.005, 0.01}},
    {"wild_runs", {0.015, 0.005, 0.004, 0, 0.02}},
};

int64_t series_a_row() {
  constexpr int64_t kDefault = 1;
  const char* text = std::getenv("NIGHTJAR_TRIAL_SERIES");
  return text == nullptr ? kDefault : std::max(1L, std::atol(text));
}

void run(benchmark::State& state, const Watch& watch, const NightsRecipe& recipe, int64_t count) {
  NightsTally tally;
  const auto seed = 1 + static_cast<uint64_t>(recipe.step * 1e4 + 0.5);
  for (auto _ : state) tally = try_watch(watch, recipe, count, seed);
  state.counters["false_per_1000"] = tally.false_per_thousand();
  state.counters["extra_runs"] = tally.extra_runs();
  if (recipe.step == 0) return;
  state.counters["precision"] = tally.precision();
  state.counters["recall"] = tally.recall();
  state.counters["delay"] = tally.delay();
}

void add_row(const std::string& name, const Watch& watch, NightsRecipe recipe, double step,
             int64_t count) {
  recipe.step = step;
  benchmark::RegisterBenchmark(
      (name + "/step:" + std::to_string(static_cast<int>(step * 100 + 0.5))).c_str(),
      [=](benchmark::State& state) { run(state, watch, recipe, count); })
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

void add_ours(const NamedRecipe& row) {
  const NightsRecipe& recipe = row.recipe;
  // The spread as it is, and believed to be half and twice that.
  for (const double factor : {1.0, 0.5, 2.0}) {
    const nightjar::proof::Spread believed{factor * recipe.process, factor * recipe.build, 10};
    const std::string name = std::string("nights/nightjar/") + row.name +
                             (factor == 1  ? ""
                              : factor < 1 ? "/believed_half"
                                           : "/believed_twice");
    for (const double step : {0.0, 0.02, 0.03, 0.05}) {
      add_row(name, watch_by_proof(believed), recipe, step, series_a_row());
    }
  }
}

void add_rivals(const NamedRecipe& row) {
  struct Named {
    const char* name;
    Rule rule;
  };
  const Named rules[] = {{"otava", otava},
                         {"mongodb_p01", [](auto values) { return mongodb(values, 0.01); }},
                         {"perfherder", perfherder},
                         {"z_score", z_score}};
  for (const Named& rule : rules) {
    for (const double step : {0.0, 0.03}) {
      add_row(std::string("nights/") + rule.name + "/" + row.name, watch_by(rule.rule), row.recipe,
              step, std::max<int64_t>(1, series_a_row() / 20));
    }
  }
}

bool add_rows() {
  for (const NamedRecipe& row : kRecipes) {
    add_ours(row);
    add_rivals(row);
  }
  return true;
}

[[maybe_unused]] const bool kAdded = add_rows();

}  // namespace
