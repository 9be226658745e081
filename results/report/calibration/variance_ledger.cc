// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/variance_ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/record/units.h"

namespace nightjar::report {
namespace {

constexpr size_t kMostSamples = 100;
constexpr int64_t kDayNs = 86'400'000'000'000;

std::string deviation_text(const statistics::VarianceComponent& component) {
  if (!component.is_known()) return "-";
  const std::string middle = record::human_percent(std::sqrt(component.variance));
  if (!std::isfinite(component.high)) return middle;
  return fmt::format("{} [{}, {}]", middle, record::human_percent(std::sqrt(component.low)),
                     record::human_percent(std::sqrt(component.high)));
}

}  // namespace

void VarianceLedger::add(const record::Measurement& measurement,
                         std::span<const int64_t> latency_ns) {
  const record::JobResult& result = measurement.result;
  const bool is_sound = result.outcome == record::Outcome::kDone &&
                        result.environment.fault_injected.empty() && !latency_ns.empty();
  if (!is_sound) return;
  Series& series = series_[scenarios::display_name(measurement.scenario)];
  const auto build =
      series.builds.try_emplace(result.plan_digest, static_cast<int64_t>(series.builds.size()));
  const std::vector<int64_t> place = {result.started_unix_ns / kDayNs, build.first->second,
                                      measurement.job_id};
  const size_t count = std::min(latency_ns.size(), kMostSamples);
  for (size_t i = 0; i < count; ++i) {
    const int64_t ns = latency_ns[i * latency_ns.size() / count];
    if (ns > 0) series.values.push_back({place, std::log(static_cast<double>(ns))});
  }
}

std::map<std::string, std::vector<statistics::VarianceComponent>> VarianceLedger::components()
    const {
  std::map<std::string, std::vector<statistics::VarianceComponent>> all;
  for (const auto& [name, series] : series_) {
    all[name] = statistics::variance_components(series.values);
  }
  return all;
}

std::string print_ledger(const VarianceLedger& ledger, const TerminalStyle& style) {
  Grid grid;
  grid.columns = {{"differs by"}};
  for (const char* level : kLedgerLevels) grid.columns.push_back({level, Align::kRight});
  for (const auto& [name, components] : ledger.components()) {
    std::vector<Cell> row = {{name, Tone::kPlain}};
    for (const auto& component : components) row.emplace_back(deviation_text(component));
    grid.rows.push_back(std::move(row));
  }
  return grid.rows.empty() ? "" : print_terminal(grid, style);
}

}  // namespace nightjar::report
