// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/changes/file_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "results/record/units.h"
#include "results/report/sparkline.h"
#include "results/report/text_width.h"
#include "results/statistics/quantile.h"

namespace nightjar::report {
namespace {

constexpr size_t kSparklineWidth = 60;

/// Medians of neighbours where there are more values than fit.
std::vector<double> condensed(const std::vector<double>& values) {
  const size_t count = std::min(values.size(), kSparklineWidth);
  std::vector<double> list;
  for (size_t i = 0; i < count; ++i) {
    const size_t begin = i * values.size() / count, end = (i + 1) * values.size() / count;
    list.push_back(statistics::median(std::span(values).subspan(begin, end - begin)));
  }
  return list;
}

std::string headline(const FileChanges& found) {
  const size_t count = found.changes.size();
  std::string counted = count == 0   ? "no change"
                        : count == 1 ? "1 change"
                                     : fmt::format("{} changes", count);
  if (found.drift) counted += ", a drift";
  return fmt::format("{}  {} points  {}\n  {}\n", printable(found.file), found.series.values.size(),
                     counted, sparkline(condensed(found.series.values)));
}

/// Relative where that says something, else the difference.
std::string difference(const changes::Change& change) {
  if (change.before > 0 && change.after > 0) {
    return record::human_change(change.after / change.before - 1);
  }
  return fmt::format("{:+.4g}", change.after - change.before);
}

std::string change_line(const FileChanges& found, const changes::Change& change) {
  return fmt::format("  {}  point {}  {:.6g} -> {:.6g}  {}  p = {:.1g}\n",
                     printable(found.series.times[change.index].text), change.index, change.before,
                     change.after, difference(change), change.p);
}

/// Whether a drift's figures are shares of the level.
bool is_relative(const FileChanges& found) {
  const auto& values = found.series.values;
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(found.drift->begin);
  return std::all_of(begin, values.end(), [](double value) { return value > 0; });
}

std::string drift_line(const FileChanges& found) {
  const changes::SlowDrift& drift = *found.drift;
  const std::string size =
      is_relative(found)
          ? fmt::format("{} in all, {:+.2g} % a point", record::human_change(drift.total),
                        100 * drift.per_value)
          : fmt::format("{:+.4g} in all, {:+.2g} a point", drift.total, drift.per_value);
  return fmt::format("  drifts since {}  point {}  {}  p = {:.1g}\n",
                     printable(found.series.times[drift.begin].text), drift.begin, size, drift.p);
}

/// File names and times need not be UTF-8.
std::string quoted(const std::string& text) { return json_text(nlohmann::json(text)); }

/// As it stood in the file, with all its digits, where JSON writes numbers that way.
std::string time_json(const changes::Moment& time) {
  if (!time.is_number) return quoted(time.text);
  return nlohmann::json::accept(time.text) ? time.text : json_text(nlohmann::json(time.order));
}

std::string change_json(const FileChanges& found, const changes::Change& change) {
  const auto number = [](double value) { return json_text(nlohmann::json(value)); };
  return fmt::format(R"({{"index":{},"time":{},"before":{},"after":{},"p":{}}})", change.index,
                     time_json(found.series.times[change.index]), number(change.before),
                     number(change.after), number(change.p));
}

std::string drift_json(const FileChanges& found) {
  if (!found.drift) return "null";
  const auto number = [](double value) { return json_text(nlohmann::json(value)); };
  const changes::SlowDrift& drift = *found.drift;
  return fmt::format(R"({{"index":{},"time":{},"per_point":{},"total":{},"p":{}}})", drift.begin,
                     time_json(found.series.times[drift.begin]), number(drift.per_value),
                     number(drift.total), number(drift.p));
}

}  // namespace

FileChanges find_in(std::string file, changes::TimedSeries series,
                    const changes::Settings& settings) {
  FileChanges found{std::move(file), std::move(series), {}};
  const std::span<const double> values(found.series.values);
  found.changes = changes::find_changes(values, settings);
  const size_t newest = found.changes.empty() ? 0 : found.changes.back().index;
  found.drift = changes::find_slow_drift(values.subspan(newest));
  if (found.drift) found.drift->begin += newest;
  return found;
}

std::string print_changes(const FileChanges& found, const TerminalStyle& style) {
  std::string text = headline(found);
  for (const changes::Change& change : found.changes) {
    text += paint(change_line(found, change), Tone::kDoubtful, style);
  }
  if (found.drift) text += paint(drift_line(found), Tone::kDoubtful, style);
  return text;
}

std::string print_changes_json(const FileChanges& found) {
  std::string points;
  for (const changes::Change& change : found.changes) {
    points += (points.empty() ? "" : ",") + change_json(found, change);
  }
  return fmt::format("{{\"file\":{},\"points\":{},\"change_points\":[{}],\"drift\":{}}}\n",
                     quoted(found.file), found.series.values.size(), points, drift_json(found));
}

}  // namespace nightjar::report
