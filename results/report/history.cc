// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "results/record/run.h"
#include "results/record/units.h"
#include "results/report/measured.h"
#include "results/report/run_report.h"
#include "results/report/sparkline.h"

namespace nightjar::report {
namespace {

using nlohmann::json;
using record::SeriesPoint;

std::vector<double> medians_of(const SeriesHistory& history) {
  std::vector<double> medians;
  for (const SeriesPoint& point : history.points) medians.push_back(point.median_ns);
  return medians;
}

std::string accuracy_of(const SeriesPoint& point) {
  std::string text;
  if (point.label_accuracy) text = record::human_percent(*point.label_accuracy);
  if (point.cosine) text += fmt::format("{}cos {:.5f}", text.empty() ? "" : " ", *point.cosine);
  return text.empty() ? "-" : text;
}

std::vector<Cell> history_row(const SeriesPoint& point, const SeriesPoint* previous) {
  const double change = previous == nullptr ? 0 : point.median_ns / previous->median_ns - 1;
  return {record::run_id(point.run),
          human_time(point.finished_unix_ns),
          median_text(point.median_ns, point.median_low_ns, point.median_high_ns),
          record::human_duration(point.p99_ns),
          previous == nullptr ? "-" : record::human_change(change),
          accuracy_of(point),
          point.git_revision.substr(0, 12),
          Cell(point.fault_injected.empty() ? "" : "fault: " + point.fault_injected, Tone::kBad)};
}

json optional_number(const std::optional<double>& value) { return value ? json(*value) : json(); }

json point_json(const SeriesPoint& point) {
  return {{"run", record::run_id(point.run)},
          {"finished_unix_ns", point.finished_unix_ns},
          {"samples", point.samples},
          {"median_ns", point.median_ns},
          {"median_low_ns", point.median_low_ns},
          {"median_high_ns", point.median_high_ns},
          {"p99_ns", point.p99_ns},
          {"cv", point.cv},
          {"throughput_per_s", point.throughput_per_s},
          {"cosine", optional_number(point.cosine)},
          {"top1_agreement", optional_number(point.top1_agreement)},
          {"label_accuracy", optional_number(point.label_accuracy)},
          {"git_revision", point.git_revision},
          {"fault_injected", point.fault_injected}};
}

std::string digits(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

}  // namespace

std::string series_headline(const SeriesHistory& history) {
  const std::vector<double> medians = medians_of(history);
  std::string text =
      fmt::format("{} {} on {}, {} run{}", sparkline(medians), history.name,
                  history.key.device_class, medians.size(), medians.size() == 1 ? "" : "s");
  if (medians.empty()) return text;
  const auto [low, high] = std::minmax_element(medians.begin(), medians.end());
  return text + ", " + record::human_duration(*low) + " to " + record::human_duration(*high);
}

Grid history_grid(const SeriesHistory& history) {
  Grid grid;
  grid.columns = {{"run", Align::kLeft},          {"finished", Align::kLeft},
                  {"median", Align::kRight},      {"p99", Align::kRight},
                  {"vs previous", Align::kRight}, {"accuracy", Align::kLeft},
                  {"revision", Align::kLeft},     {"", Align::kLeft}};
  for (size_t i = history.points.size(); i-- > 0;) {
    grid.rows.push_back(history_row(history.points[i], i == 0 ? nullptr : &history.points[i - 1]));
  }
  return grid;
}

Grid history_figures(const std::vector<SeriesHistory>& histories) {
  Grid grid;
  grid.columns = {{"scenario"},     {"fingerprint"},      {"device_class"},   {"run"},
                  {"median_ns"},    {"median_low_ns"},    {"median_high_ns"}, {"p99_ns"},
                  {"cv"},           {"throughput_per_s"}, {"cosine"},         {"label_accuracy"},
                  {"git_revision"}, {"fault_injected"}};
  for (const SeriesHistory& history : histories) {
    for (const SeriesPoint& point : history.points) {
      std::vector<Cell> row = {history.name, history.key.fingerprint, history.key.device_class,
                               record::run_id(point.run)};
      for (const double figure : {point.median_ns, point.median_low_ns, point.median_high_ns,
                                  point.p99_ns, point.cv, point.throughput_per_s}) {
        row.emplace_back(fmt::format("{}", figure));
      }
      row.emplace_back(digits(point.cosine));
      row.emplace_back(digits(point.label_accuracy));
      row.emplace_back(point.git_revision);
      row.emplace_back(point.fault_injected);
      grid.rows.push_back(std::move(row));
    }
  }
  return grid;
}

std::string print_history_json(const std::vector<SeriesHistory>& histories) {
  json list = json::array();
  for (const SeriesHistory& history : histories) {
    json points = json::array();
    for (const SeriesPoint& point : history.points) points.push_back(point_json(point));
    list.push_back({{"scenario", history.name},
                    {"fingerprint", history.key.fingerprint},
                    {"device_class", history.key.device_class},
                    {"points", std::move(points)}});
  }
  return list.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
