// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/measured.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "results/record/units.h"

namespace nightjar::report {
namespace {

using record::VerdictKind;

std::set<std::string> device_classes(const RunReport& report) {
  std::set<std::string> classes;
  for (const record::Measurement& measurement : report.measurements) {
    if (!measurement.device_class().empty()) classes.insert(measurement.device_class());
  }
  return classes;
}

Cell outcome_cell(const RunReport& report, const record::Measurement& measurement) {
  const record::Verdict* verdict = report.verdict_of(measurement.job_id);
  if (verdict != nullptr) return verdict_cell(verdict->kind);
  switch (measurement.result.outcome) {
    case record::Outcome::kFailed:
      return verdict_cell(VerdictKind::kFailed);
    case record::Outcome::kCancelled:
      return verdict_cell(VerdictKind::kNotMeasured);
    case record::Outcome::kDone:
      break;
  }
  return {"not judged", Tone::kFaint};
}

std::string change_text(const RunReport& report, const record::Measurement& measurement) {
  const record::Verdict* verdict = report.verdict_of(measurement.job_id);
  if (verdict == nullptr || verdict->baseline_run == 0) return "-";
  return record::human_change(verdict->change) + " vs " + record::run_id(verdict->baseline_run);
}

std::vector<Cell> measured_row(const RunReport& report, const record::Measurement& measurement) {
  const record::JobResult& result = measurement.result;
  const record::Summary& latency = result.latency;
  std::vector<Cell> row = {scenarios::display_name(measurement.scenario)};
  if (result.outcome == record::Outcome::kDone) {
    row.push_back(median_text(latency.median_ns, latency.median_low_ns, latency.median_high_ns));
    row.push_back(record::human_duration(latency.p99_ns));
    row.push_back(result.throughput_per_s > 0 ? record::human_rate(result.throughput_per_s) : "-");
    row.push_back(accuracy_text(result));
    row.push_back(change_text(report, measurement));
  } else {
    row.insert(row.end(), 5, Cell("-", Tone::kFaint));
  }
  row.push_back(outcome_cell(report, measurement));
  return row;
}

std::string library_text(const std::map<std::string, std::string>& libraries) {
  std::string text;
  for (const auto& [name, version] : libraries) {
    text += (text.empty() ? "" : ", ") + name + " " + version;
  }
  return text;
}

}  // namespace

std::string median_text(double median_ns, double low_ns, double high_ns) {
  const double half = 0.5 * (high_ns - low_ns) / median_ns;
  if (!std::isfinite(half)) return record::human_duration(median_ns);
  return record::human_duration(median_ns) + " ±" + record::human_percent(half);
}

std::string accuracy_text(const record::JobResult& result) {
  if (result.build) {
    return fmt::format("plan {}, rebuild {}", record::human_bytes(result.build->plan_bytes),
                       record::human_duration(result.build->rebuild_ns));
  }
  if (!result.accuracy) return "-";
  const record::Accuracy& accuracy = *result.accuracy;
  const std::string cosine = fmt::format("cos {:.5f}", accuracy.cosine);
  if (accuracy.label_count == 0) return cosine;
  return record::human_percent(accuracy.label_accuracy) + " " + cosine;
}

std::string load_text(const record::JobResult& result) {
  if (!result.load) return "-";
  const record::LoadFigures& load = *result.load;
  std::string text = record::human_rate(load.rate_per_s);
  if (load.latency_bound_ns > 0) {
    text += fmt::format(" within {}", record::human_duration(load.latency_bound_ns));
  }
  if (load.percentile == 0) return text;
  text += fmt::format(", p{:g} {} [{}, {}]", 100 * load.percentile,
                      record::human_duration(load.percentile_ns),
                      record::human_duration(load.percentile_low_ns),
                      record::human_duration(load.percentile_high_ns));
  return load.supported_ns > 0
             ? text + ", surely ≤ " + record::human_duration(load.supported_ns)
             : text + fmt::format(", {} queries are too few to be sure", load.queries);
}

Cell verdict_cell(VerdictKind kind) {
  std::string word = record::to_string(kind);
  std::replace(word.begin(), word.end(), '_', ' ');
  switch (kind) {
    case VerdictKind::kOk:
      return {word, Tone::kGood};
    case VerdictKind::kImproved:
      return {"▼ " + word, Tone::kGood};
    case VerdictKind::kRegressed:
      return {"▲ " + word, Tone::kBad};
    case VerdictKind::kFailed:
    case VerdictKind::kNotMeasured:
      return {"✗ " + word, Tone::kBad};
    case VerdictKind::kAmbiguous:
    case VerdictKind::kNoisy:
      return {"? " + word, Tone::kDoubtful};
    case VerdictKind::kNew:
      break;
  }
  return {word, Tone::kFaint};
}

Grid measured_grid(const RunReport& report) {
  Grid grid;
  grid.columns = {{"scenario", Align::kLeft}, {"median", Align::kRight},
                  {"p99", Align::kRight},     {"throughput", Align::kRight},
                  {"accuracy", Align::kLeft}, {"vs baseline", Align::kRight},
                  {"verdict", Align::kLeft}};
  const bool has_classes = device_classes(report).size() > 1;
  if (has_classes) grid.columns.insert(grid.columns.begin() + 1, {"device class", Align::kLeft});
  const bool has_loads =
      std::any_of(report.measurements.begin(), report.measurements.end(),
                  [](const auto& measurement) { return measurement.result.load.has_value(); });
  if (has_loads) grid.columns.push_back({"load", Align::kLeft});
  for (const record::Measurement& measurement : report.measurements) {
    std::vector<Cell> row = measured_row(report, measurement);
    if (has_loads) row.push_back(Cell(load_text(measurement.result)));
    if (has_classes) row.insert(row.begin() + 1, Cell(measurement.device_class()));
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

Grid environment_grid(const RunReport& report) {
  Grid grid;
  grid.columns = {{"device class", Align::kLeft}, {"device", Align::kLeft},
                  {"host", Align::kLeft},         {"kernel", Align::kLeft},
                  {"nightjar", Align::kLeft},     {"libraries", Align::kLeft}};
  std::set<std::vector<std::string>> seen;
  for (const record::Measurement& measurement : report.measurements) {
    const record::Environment& e = measurement.result.environment;
    if (e.device_class.empty()) continue;
    const std::string program = fmt::format("{}{} {}", e.git_revision.substr(0, 12),
                                            e.git_dirty ? "+dirty" : "", e.build_type);
    const std::vector<std::string> texts = {
        e.device_class, e.driver.empty() ? e.device_name : e.device_name + ", driver " + e.driver,
        e.host,         e.os_kernel,
        program,        library_text(e.libraries)};
    if (!seen.insert(texts).second) continue;
    grid.rows.emplace_back(texts.begin(), texts.end());
  }
  return grid;
}

}  // namespace nightjar::report
