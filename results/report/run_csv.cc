// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "results/report/csv.h"
#include "results/report/run_printers.h"

namespace nightjar::report {
namespace {

const std::vector<Column> kColumns = {
    {"scenario"},         {"fingerprint"},   {"device_class"},   {"outcome"}, {"samples"},
    {"median_ns"},        {"median_low_ns"}, {"median_high_ns"}, {"p90_ns"},  {"p95_ns"},
    {"p99_ns"},           {"min_ns"},        {"max_ns"},         {"mean_ns"}, {"cv"},
    {"throughput_per_s"}, {"cosine"},        {"label_accuracy"}, {"verdict"}, {"baseline_run"},
    {"change"},           {"layer"},         {"error"}};

std::string number(double value) { return fmt::format("{}", value); }

void add_figures(const record::JobResult& result, std::vector<Cell>& row) {
  const record::Summary& s = result.latency;
  if (result.outcome != record::Outcome::kDone) {
    row.insert(row.end(), 14, Cell(""));
    return;
  }
  row.emplace_back(std::to_string(s.count));
  for (const double figure :
       {s.median_ns, s.median_low_ns, s.median_high_ns, s.p90_ns, s.p95_ns, s.p99_ns, s.min_ns,
        s.max_ns, s.mean_ns, s.cv, result.throughput_per_s}) {
    row.emplace_back(number(figure));
  }
  const bool has_labels = result.accuracy && result.accuracy->label_count > 0;
  row.emplace_back(result.accuracy ? number(result.accuracy->cosine) : "");
  row.emplace_back(has_labels ? number(result.accuracy->label_accuracy) : "");
}

void add_verdict(const record::Verdict* verdict, std::vector<Cell>& row) {
  if (verdict == nullptr) {
    row.insert(row.end(), 4, Cell(""));
    return;
  }
  const bool compared = verdict->baseline_run > 0;
  row.emplace_back(record::to_string(verdict->kind));
  row.emplace_back(compared ? record::run_id(verdict->baseline_run) : "");
  row.emplace_back(compared ? number(verdict->change) : "");
  row.emplace_back(verdict->layers.empty() ? "" : verdict->layers.front().layer);
}

}  // namespace

std::string print_run_csv(const RunReport& report) {
  Grid grid;
  grid.columns = kColumns;
  for (const record::Measurement& measurement : report.measurements) {
    const record::JobResult& result = measurement.result;
    std::vector<Cell> row = {scenarios::display_name(measurement.scenario), measurement.fingerprint,
                             measurement.device_class(), record::to_string(result.outcome)};
    add_figures(result, row);
    add_verdict(report.verdict_of(measurement.job_id), row);
    row.emplace_back(result.error);
    grid.rows.push_back(std::move(row));
  }
  return print_csv(grid);
}

}  // namespace nightjar::report
