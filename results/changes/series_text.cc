// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/series_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <optional>

#include "results/changes/csv.h"

namespace nightjar::changes {
namespace {

constexpr size_t kMostShown = 40;  ///< Characters of a cell in a complaint.

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool is_missing(const std::string& cell) {
  constexpr std::string_view kWords[] = {"", "nan", "-nan", "null", "none", "na", "n/a", "-"};
  return std::find(std::begin(kWords), std::end(kWords), lower(cell)) != std::end(kWords);
}

std::string shown(const std::string& cell) {
  return cell.size() <= kMostShown ? cell : cell.substr(0, kMostShown) + "…";
}

struct Columns {
  std::optional<size_t> time;  ///< None: values only.
  size_t value = 0;
};

Columns columns_by_place(size_t count) {
  return count < 2 ? Columns{std::nullopt, 0} : Columns{0, 1};
}

Columns columns_by_name(const std::vector<std::string>& cells) {
  Columns columns = columns_by_place(cells.size());
  for (size_t i = 0; i < cells.size(); ++i) {
    const std::string name = lower(cells[i]);
    if (name == "value") columns.value = i;
    if (name == "time") columns.time = i;
  }
  // Only one of the names: the other column is the first that is left.
  if (columns.time == columns.value) columns.time = columns.value == 0 ? 1 : 0;
  return columns;
}

class SeriesReader {
 public:
  explicit SeriesReader(const std::string& name) : name_(name) {}

  TimedSeries read(const std::vector<CsvRow>& rows) {
    if (rows.empty()) return {};
    const bool has_header = is_header(rows.front());
    columns_ = has_header ? columns_by_name(rows.front().cells)
                          : columns_by_place(rows.front().cells.size());
    for (size_t i = has_header ? 1 : 0; i < rows.size(); ++i) take(rows[i]);
    return sorted();
  }

 private:
  /// Whether the first line names columns, rather than being a measurement or a broken one: it has
  /// one of the names, or its time and value both begin as words do.
  static bool is_header(const CsvRow& row) {
    for (const std::string& cell : row.cells) {
      if (lower(cell) == "time" || lower(cell) == "value") return true;
    }
    const Columns columns = columns_by_place(row.cells.size());
    return is_word(row.cells[columns.value]) &&
           (!columns.time || is_word(row.cells[*columns.time]));
  }

  static bool is_word(const std::string& cell) {
    if (cell.empty() || is_missing(cell) || read_number(cell)) return false;
    const auto first = static_cast<unsigned char>(cell.front());
    return std::isalpha(first) != 0 || first == '_' || first >= 0x80;
  }

  void complain(const CsvRow& row, const std::string& what) {
    series_.complaints.push_back(fmt::format("{}:{}: {}", name_, row.line, what));
  }

  void take(const CsvRow& row) {
    if (row.is_open) {
      complain(row, "a quote is not closed; add the closing \"");
      return;
    }
    const size_t needed = std::max(columns_.value, columns_.time.value_or(0)) + 1;
    if (row.cells.size() < needed) {
      complain(row, fmt::format("the line has {} of {} columns; write 'time,value', or leave the "
                                "value empty where nothing was measured",
                                row.cells.size(), needed));
      return;
    }
    const std::string& cell = row.cells[columns_.value];
    if (is_missing(cell)) return;
    const auto value = read_number(cell);
    if (!value || !std::isfinite(*value)) {
      complain(row, fmt::format("the value '{}' is {}; write a number such as 12.5, or leave it "
                                "empty where nothing was measured",
                                shown(cell), value ? "not finite" : "no number"));
      return;
    }
    if (const auto time = time_of(row)) {
      series_.times.push_back(*time);
      series_.values.push_back(*value);
    }
  }

  std::optional<Moment> time_of(const CsvRow& row) {
    if (!columns_.time) {
      return Moment{std::to_string(row.line), static_cast<double>(row.line), true};
    }
    const std::string& cell = row.cells[*columns_.time];
    const auto time = read_moment(cell);
    if (!time) {
      complain(row, fmt::format("the time '{}' is neither a number nor a date; write it as "
                                "2026-03-01T12:30:00Z or in seconds",
                                shown(cell)));
      return std::nullopt;
    }
    if (!series_.times.empty() && series_.times.front().is_number != time->is_number) {
      complain(row, fmt::format("the time '{}' is {} where the lines before have {}; write all "
                                "times alike",
                                shown(cell), time->is_number ? "a number" : "a date",
                                time->is_number ? "dates" : "numbers"));
      return std::nullopt;
    }
    return time;
  }

  TimedSeries sorted() const {
    std::vector<size_t> order(series_.times.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
      return series_.times[a].order < series_.times[b].order;
    });
    TimedSeries result{{}, {}, series_.complaints};
    for (const size_t i : order) {
      result.times.push_back(series_.times[i]);
      result.values.push_back(series_.values[i]);
    }
    return result;
  }

  const std::string& name_;
  Columns columns_;
  TimedSeries series_;
};

}  // namespace

TimedSeries read_series(std::string_view text, const std::string& name) {
  return SeriesReader(name).read(read_csv(text));
}

}  // namespace nightjar::changes
