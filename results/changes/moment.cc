// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/changes/moment.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace nightjar::changes {
namespace {

/// Takes texts apart from the front; a step that fails leaves `ok` false.
struct Cursor {
  std::string_view rest;
  bool ok = true;

  bool takes(char c) {
    if (rest.empty() || rest.front() != c) return false;
    rest.remove_prefix(1);
    return true;
  }

  void expects(char c) { ok = takes(c) && ok; }

  /// Exactly `count` digits, as a number between `least` and `most`.
  int digits(size_t count, int least, int most) {
    int value = 0;
    if (rest.size() < count) ok = false;
    for (size_t i = 0; ok && i < count; ++i) {
      ok = rest[i] >= '0' && rest[i] <= '9';
      value = 10 * value + (rest[i] - '0');
    }
    if (ok) rest.remove_prefix(count);
    ok = ok && value >= least && value <= most;
    return value;
  }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

double read_days(Cursor& cursor) {
  const int year = cursor.digits(4, 1, 9999);
  cursor.expects('-');
  const int month = cursor.digits(2, 1, 12);
  cursor.expects('-');
  const int day = cursor.digits(2, 1, 31);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  cursor.ok = cursor.ok && date.ok();
  if (!cursor.ok) return 0;
  return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// "12:30", "12:30:05" or "12:30:05.25".
double read_clock(Cursor& cursor) {
  double seconds = 3600.0 * cursor.digits(2, 0, 23);
  cursor.expects(':');
  seconds += 60.0 * cursor.digits(2, 0, 59);
  if (!cursor.takes(':')) return seconds;
  seconds += cursor.digits(2, 0, 60);
  if (!cursor.takes('.') && !cursor.takes(',')) return seconds;
  for (double unit = 0.1; !cursor.rest.empty() && is_digit(cursor.rest.front()); unit *= 0.1) {
    seconds += unit * cursor.digits(1, 0, 9);
  }
  return seconds;
}

/// Seconds by which the clock of "Z", "+02:00", "-0530" or nothing is ahead.
double read_zone(Cursor& cursor) {
  if (cursor.rest.empty() || cursor.takes('Z') || cursor.takes('z')) return 0;
  const double sign = cursor.takes('-') ? -1 : 1;
  if (sign > 0) cursor.expects('+');
  double seconds = 3600.0 * cursor.digits(2, 0, 23);
  if (cursor.rest.empty()) return sign * seconds;
  cursor.takes(':');
  seconds += 60.0 * cursor.digits(2, 0, 59);
  return sign * seconds;
}

}  // namespace

std::optional<double> read_number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  // A sign alone, or a second one, makes no number.
  if (text.empty() || text.front() == '-') return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return std::nullopt;
  // What is too large or too small for a double is left as it was: infinity or nothing, then.
  if (error == std::errc::result_out_of_range)
    value = std::strtod(std::string(text).c_str(), nullptr);
  if (error == std::errc::invalid_argument) return std::nullopt;
  return is_negative ? -value : value;
}

std::optional<Moment> read_moment(std::string_view text) {
  if (const auto number = read_number(text)) {
    if (!std::isfinite(*number)) return std::nullopt;
    return Moment{std::string(text), *number, true};
  }
  Cursor cursor{text};
  double seconds = 86400 * read_days(cursor);
  if (cursor.ok && (cursor.takes('T') || cursor.takes('t') || cursor.takes(' '))) {
    seconds += read_clock(cursor);
    while (cursor.takes(' ')) {
    }
    seconds -= read_zone(cursor);
  }
  if (!cursor.ok || !cursor.rest.empty()) return std::nullopt;
  return Moment{std::string(text), seconds, false};
}

}  // namespace nightjar::changes
