// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/record/units.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace nightjar::record {
namespace {

struct Unit {
  double size;
  const char* name;
};

/// Three significant digits; whole from 100 on.
std::string three_digits(double value) {
  const double size = std::fabs(value);
  return fmt::format("{:.{}f}", value, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

/// Picks the largest unit in which the value, as printed, is at least one.
template <size_t N>
std::string with_unit(double value, const Unit (&units)[N]) {
  if (!std::isfinite(value)) return "-";
  size_t pick = 0;
  while (pick + 1 < N && std::fabs(value) >= 0.9995 * units[pick + 1].size) ++pick;
  return three_digits(value / units[pick].size) + units[pick].name;
}

}  // namespace

std::string human_duration(double ns) {
  constexpr Unit kUnits[] = {{1, " ns"}, {1e3, " µs"}, {1e6, " ms"}, {1e9, " s"}};
  return with_unit(ns, kUnits);
}

std::string human_change(double ratio) {
  if (!std::isfinite(ratio)) return "-";
  return fmt::format("{:+.1f} %", ratio * 100);
}

std::string human_percent(double ratio) {
  if (!std::isfinite(ratio)) return "-";
  return fmt::format("{:.1f} %", ratio * 100);
}

std::string human_rate(double per_second) {
  constexpr Unit kUnits[] = {{1, "/s"}, {1e3, "k/s"}, {1e6, "M/s"}, {1e9, "G/s"}};
  return with_unit(per_second, kUnits);
}

std::string human_bytes(int64_t bytes) {
  constexpr Unit kUnits[] = {
      {1, " B"}, {1024.0, " KiB"}, {1024.0 * 1024, " MiB"}, {1024.0 * 1024 * 1024, " GiB"}};
  if (bytes >= 0 && bytes < 1024) return fmt::format("{} B", bytes);
  return with_unit(static_cast<double>(bytes), kUnits);
}

}  // namespace nightjar::record
