// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/comparison.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "results/record/json.h"
#include "results/record/units.h"
#include "results/report/measured.h"
#include "results/verdict/judge.h"

namespace nightjar::report {
namespace {

using nlohmann::json;
using record::Measurement;

bool is_done(const std::optional<Measurement>& measurement) {
  return measurement && measurement->result.outcome == record::Outcome::kDone;
}

record::Verdict judge_pair(const Measurement& before, const Measurement& after) {
  verdict::Policy policy;
  // People who name a run to compare with mean that run, whatever was done to it.
  policy.faults_in_baseline = true;
  const record::SeriesPoint point = record::to_point(before);
  return verdict::judge(after, verdict::choose_baseline({&point, 1}, policy), &before, policy);
}

ComparedRow make_row(std::optional<Measurement> before, std::optional<Measurement> after) {
  ComparedRow row;
  const Measurement& either = after ? *after : *before;
  row.scenario = scenarios::display_name(either.scenario);
  row.device_class = either.device_class();
  if (is_done(before) && is_done(after)) row.verdict = judge_pair(*before, *after);
  row.before = std::move(before);
  row.after = std::move(after);
  return row;
}

/// A failed job may not know its device class; it is paired by its scenario alone.
bool same_series(const Measurement& a, const Measurement& b) {
  return a.fingerprint == b.fingerprint && (a.device_class() == b.device_class() ||
                                            a.device_class().empty() || b.device_class().empty());
}

std::string median_of(const std::optional<Measurement>& measurement) {
  if (!measurement) return "-";
  const record::JobResult& result = measurement->result;
  if (!is_done(measurement)) return record::to_string(result.outcome);
  return median_text(result.latency.median_ns, result.latency.median_low_ns,
                     result.latency.median_high_ns);
}

json side_json(const std::optional<Measurement>& measurement) {
  if (!measurement) return json();
  const record::JobResult& result = measurement->result;
  return {{"outcome", record::to_string(result.outcome)},
          {"median_ns", is_done(measurement) ? json(result.latency.median_ns) : json()},
          {"load", result.load ? json::parse(record::to_json(*result.load)) : json()},
          {"error", result.error}};
}

bool has_load(const std::optional<Measurement>& measurement) {
  return measurement && measurement->result.load;
}

std::string load_of(const std::optional<Measurement>& measurement) {
  return measurement ? load_text(measurement->result) : "-";
}

}  // namespace

Comparison compare_runs(const record::Run& before, std::vector<Measurement> old_ones,
                        const record::Run& after, std::vector<Measurement> new_ones) {
  Comparison comparison{before, after, {}};
  for (Measurement& measurement : new_ones) {
    const auto partner =
        std::find_if(old_ones.begin(), old_ones.end(),
                     [&](const Measurement& old) { return same_series(old, measurement); });
    std::optional<Measurement> old;
    if (partner != old_ones.end()) {
      old = std::move(*partner);
      old_ones.erase(partner);
    }
    comparison.rows.push_back(make_row(std::move(old), std::move(measurement)));
  }
  for (Measurement& old : old_ones) {
    comparison.rows.push_back(make_row(std::move(old), std::nullopt));
  }
  return comparison;
}

bool has_regressed(const Comparison& comparison) {
  return std::any_of(comparison.rows.begin(), comparison.rows.end(), [](const ComparedRow& row) {
    return row.verdict && row.verdict->kind == record::VerdictKind::kRegressed;
  });
}

Grid comparison_grid(const Comparison& comparison) {
  Grid grid;
  grid.columns = {{"scenario", Align::kLeft},
                  {record::run_id(comparison.before.sequence), Align::kRight},
                  {record::run_id(comparison.after.sequence), Align::kRight},
                  {"change", Align::kRight},
                  {"verdict", Align::kLeft},
                  {"layer", Align::kLeft}};
  const bool has_loads = std::any_of(
      comparison.rows.begin(), comparison.rows.end(),
      [](const ComparedRow& row) { return has_load(row.before) || has_load(row.after); });
  if (has_loads) {
    grid.columns.push_back({"load before", Align::kLeft});
    grid.columns.push_back({"load after", Align::kLeft});
  }
  for (const ComparedRow& row : comparison.rows) {
    std::vector<Cell> cells = {row.scenario, median_of(row.before), median_of(row.after)};
    if (row.verdict) {
      cells.emplace_back(record::human_change(row.verdict->change));
      cells.push_back(verdict_cell(row.verdict->kind));
      cells.emplace_back(row.verdict->layers.empty() ? "" : row.verdict->layers.front().layer);
    } else {
      cells.emplace_back("-");
      cells.emplace_back("not comparable", Tone::kFaint);
      cells.emplace_back("");
    }
    if (has_loads) {
      cells.emplace_back(load_of(row.before));
      cells.emplace_back(load_of(row.after));
    }
    grid.rows.push_back(std::move(cells));
  }
  return grid;
}

std::string print_comparison_json(const Comparison& comparison) {
  json rows = json::array();
  for (const ComparedRow& row : comparison.rows) {
    const bool judged = row.verdict.has_value();
    const bool has_layer = judged && !row.verdict->layers.empty();
    rows.push_back({{"scenario", row.scenario},
                    {"device_class", row.device_class},
                    {"before", side_json(row.before)},
                    {"after", side_json(row.after)},
                    {"change", judged ? json(row.verdict->change) : json()},
                    {"verdict", judged ? json(record::to_string(row.verdict->kind)) : json()},
                    {"layer", has_layer ? json(row.verdict->layers.front().layer) : json()},
                    {"sentence", judged ? json(row.verdict->sentence) : json()}});
  }
  const json object = {{"before", record::run_id(comparison.before.sequence)},
                       {"after", record::run_id(comparison.after.sequence)},
                       {"rows", std::move(rows)}};
  return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
