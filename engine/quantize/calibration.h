// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What calibration finds, and its text file: the ranges of tensors, and what they were found with.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "engine/quantize/range.h"

namespace nightjar::quantize {

/// Ranges by tensor. `key` is a digest of the network and all that decides the ranges, so that a
/// file made from anything else is never taken for it.
struct Calibration {
  std::string key;
  std::string method;
  int64_t samples = 0;
  std::map<std::string, Range> ranges;

  bool operator==(const Calibration&) const = default;
};

/// A line a fact, names in quotes and sorted, numbers that read back to the same: see
/// docs/QUANTIZE.md. Deterministic.
std::string to_text(const Calibration& calibration);

/// Whether the text begins as a calibration of this version, sound or not.
bool is_calibration(const std::string& text);

/// Refuses other formats, ranges without zero and lines that do not end a file as they should;
/// names the line.
Result<Calibration> calibration_from_text(const std::string& text);

}  // namespace nightjar::quantize
