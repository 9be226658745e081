// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A series as judges and charts read it: one light point a run.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

namespace nightjar::record {

/// What makes measurements comparable: the same scenario on the same class of device.
struct SeriesKey {
  std::string fingerprint, device_class;

  auto operator<=>(const SeriesKey&) const = default;
};

/// A measurement of a series, without layers and environment.
struct SeriesPoint {
  int64_t run = 0;  ///< Sequence number of the run; points are ordered by it.
  int64_t job_id = 0;
  int64_t finished_unix_ns = 0;
  int64_t samples = 0;
  double median_ns = 0, median_low_ns = 0, median_high_ns = 0;
  double p99_ns = 0, cv = 0, throughput_per_s = 0;
  std::optional<double> cosine, top1_agreement, label_accuracy;
  std::string git_revision;
  std::string fault_injected;  ///< Empty, or what was put in on purpose.

  bool operator==(const SeriesPoint&) const = default;
};

}  // namespace nightjar::record
