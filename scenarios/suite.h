// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A suite as its file says it: entries that each stand for many scenarios.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "scenarios/scenario.h"

namespace nightjar::scenarios {

/// Line and column in a suite file, from 1.
struct Place {
  int line = 0, column = 0;
};

struct SamplingSettings {
  std::optional<int64_t> warm_up_ns, min_samples, max_samples, max_duration_ns;
  std::optional<double> target_relative_error;
};

struct LoadSettings {
  std::optional<int64_t> plans, latency_bound_ns, seed;
  std::optional<double> percentile;
};

struct LimitSettings {
  std::optional<double> latency_threshold, accuracy_threshold;
  std::optional<double> min_cosine, max_relative_error, min_top1_agreement, min_label_accuracy;
};

/// What an entry, an override or the defaults may set. Absent: not said here. Each list is one
/// axis of the entry's scenarios.
struct Settings {
  std::optional<std::vector<Kind>> kinds;
  std::optional<std::vector<Precision>> precisions;
  std::optional<std::vector<int64_t>> batches;
  std::optional<std::vector<InputShapes>> shapes;
  std::optional<std::vector<Pattern>> patterns;
  std::optional<std::vector<int64_t>> concurrencies;
  std::optional<std::vector<std::string>> devices;
  std::optional<std::vector<int>> threads;
  std::map<std::string, std::string> build_options;
  SamplingSettings sampling;
  LoadSettings load;
  LimitSettings limits;
  std::map<Precision, LimitSettings> precision_limits;  ///< On top of `limits`.
};

/// Settings by model name.
using Overrides = std::map<std::string, Settings>;

struct Entry {
  Place place;
  std::vector<std::string> models;  ///< Or kernel cases.
  Settings settings;
  Overrides overrides;
};

struct Suite {
  std::string file;  ///< For messages.
  std::string name, description;
  std::string text;  ///< The file as it was read.
  Settings defaults;
  Overrides overrides;
  std::vector<Entry> entries;
};

/// Reads a suite. Errors read "FILE:LINE:COLUMN: key 'precison': unknown, did you mean …".
Result<Suite> parse_suite(const std::string& text, const std::string& file);

/// The same from a file; refused when larger than kMaxSuiteBytes.
Result<Suite> load_suite(const std::string& path);

}  // namespace nightjar::scenarios
