// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/report/changes/file_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

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
  const std::string counted = count == 0   ? "no change"
                              : count == 1 ? "1 change"
                                           : fmt::format("{} changes", count);
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

nlohmann::ordered_json time_json(const changes::Moment& time) {
  if (!time.is_number) return time.text;
  constexpr double kLargestExact = 9007199254740992;
  const bool is_whole =
      std::fabs(time.order) < kLargestExact && std::trunc(time.order) == time.order;
  if (is_whole) return static_cast<int64_t>(time.order);
  return time.order;
}

}  // namespace

std::string print_changes(const FileChanges& found, const TerminalStyle& style) {
  std::string text = headline(found);
  for (const changes::Change& change : found.changes) {
    text += paint(change_line(found, change), Tone::kDoubtful, style);
  }
  return text;
}

std::string print_changes_json(const FileChanges& found) {
  using nlohmann::ordered_json;
  ordered_json points = ordered_json::array();
  for (const changes::Change& change : found.changes) {
    points.push_back({{"index", change.index},
                      {"time", time_json(found.series.times[change.index])},
                      {"before", change.before},
                      {"after", change.after},
                      {"p", change.p}});
  }
  const ordered_json object = {
      {"file", found.file}, {"points", found.series.values.size()}, {"change_points", points}};
  // File names need not be UTF-8.
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace nightjar::report
