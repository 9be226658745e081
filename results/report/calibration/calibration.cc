// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/calibration/calibration.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "results/record/units.h"
#include "results/statistics/proportion.h"

namespace nightjar::report {
namespace {

using record::VerdictKind;

bool is_alarm(VerdictKind kind) {
  return kind == VerdictKind::kRegressed || kind == VerdictKind::kImproved;
}

bool is_undecided(VerdictKind kind) {
  return kind == VerdictKind::kAmbiguous || kind == VerdictKind::kNoisy;
}

double share(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

Cell number(int64_t value) { return {fmt::format("{}", value), Tone::kPlain}; }

void add_row(const std::string& name, const CalibrationCounts& counts, Grid& grid) {
  grid.rows.push_back({{name, Tone::kPlain},
                       number(counts.pairs),
                       number(counts.suspected),
                       number(counts.false_at_first),
                       number(counts.false_verdicts),
                       number(counts.undecided)});
}

nlohmann::json counts_json(const CalibrationCounts& counts) {
  return {{"pairs", counts.pairs},
          {"suspected", counts.suspected},
          {"false_at_first", counts.false_at_first},
          {"false_verdicts", counts.false_verdicts},
          {"undecided", counts.undecided}};
}

}  // namespace

void Calibration::add(const std::vector<record::Measurement>& measurements,
                      const std::vector<record::Verdict>& at_first,
                      const std::vector<record::Verdict>& final) {
  for (size_t i = 0; i < std::min({measurements.size(), at_first.size(), final.size()}); ++i) {
    const VerdictKind first = at_first[i].kind, last = final[i].kind;
    const bool is_pair = first != VerdictKind::kNew && first != VerdictKind::kFailed &&
                         first != VerdictKind::kNotMeasured;
    if (!is_pair) continue;
    CalibrationCounts& counts = scenarios_[scenarios::display_name(measurements[i].scenario)];
    ++counts.pairs;
    counts.suspected += is_alarm(first) || is_undecided(first) ? 1 : 0;
    counts.false_at_first += is_alarm(first) ? 1 : 0;
    counts.false_verdicts += is_alarm(last) ? 1 : 0;
    counts.undecided += is_undecided(last) ? 1 : 0;
  }
}

CalibrationCounts Calibration::total() const {
  CalibrationCounts total;
  for (const auto& [name, counts] : scenarios_) {
    total.pairs += counts.pairs;
    total.suspected += counts.suspected;
    total.false_at_first += counts.false_at_first;
    total.false_verdicts += counts.false_verdicts;
    total.undecided += counts.undecided;
  }
  return total;
}

std::string print_calibration(const Calibration& calibration, const TerminalStyle& style) {
  Grid grid;
  grid.columns = {{"scenario"},
                  {"pairs", Align::kRight},
                  {"suspected", Align::kRight},
                  {"false at first", Align::kRight},
                  {"false", Align::kRight},
                  {"undecided", Align::kRight}};
  for (const auto& [name, counts] : calibration.scenarios()) add_row(name, counts, grid);
  const CalibrationCounts total = calibration.total();
  const auto interval = statistics::proportion_interval(total.false_verdicts, total.pairs);
  const auto at_first = statistics::proportion_interval(total.false_at_first, total.pairs);
  return print_terminal(grid, style) +
         fmt::format(
             "\n{} of {} pairs without a change got a false verdict: {} (95 % interval {} to {});\n"
             "{} before suspicions were repeated: {} ({} to {}); {} stayed undecided\n",
             total.false_verdicts, total.pairs,
             record::human_percent(share(total.false_verdicts, total.pairs)),
             record::human_percent(interval.low), record::human_percent(interval.high),
             total.false_at_first, record::human_percent(share(total.false_at_first, total.pairs)),
             record::human_percent(at_first.low), record::human_percent(at_first.high),
             total.undecided);
}

std::string print_calibration_json(const Calibration& calibration) {
  const CalibrationCounts total = calibration.total();
  const auto interval = statistics::proportion_interval(total.false_verdicts, total.pairs);
  nlohmann::json object = counts_json(total);
  object["false_rate"] = share(total.false_verdicts, total.pairs);
  object["false_rate_low"] = interval.low;
  object["false_rate_high"] = interval.high;
  object["scenarios"] = nlohmann::json::object();
  for (const auto& [name, counts] : calibration.scenarios()) {
    object["scenarios"][name] = counts_json(counts);
  }
  return object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace nightjar::report
