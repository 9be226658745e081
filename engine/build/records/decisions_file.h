// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The decisions file as data, and the one place that reads and writes its text.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::build {

/// What became of one candidate.
struct CandidateRecord {
  std::string tactic, config;
  double median_ns = 0;            ///< 0 when never timed.
  double low_ns = 0, high_ns = 0;  ///< Interval of the median at 95 %.
  uint64_t samples = 0;            ///< Timed launches.
  std::string rejected = {};       ///< Why it may not win; empty when it may.

  bool operator==(const CandidateRecord&) const = default;
};

/// One step's choice as it is written down. Its tactic is a name: the program may lack it.
struct DecidedStep {
  std::string name, operation;
  std::vector<std::string> nodes;  ///< ONNX nodes it came from.
  std::string problem, problem_digest, tactic, config, reason;
  double median_ns = 0;       ///< When it was chosen; 0 when never timed.
  std::string output_digest;  ///< Of the output the tactic was verified with.
  double clock_mhz = 0;       ///< Of the device when it was timed; 0 where it does not tell.
  std::vector<CandidateRecord> candidates;

  /// Whether the build that wrote it has checked the chosen tactic against the plain answer, and
  /// nobody has put in another one since.
  bool was_verified() const;
  bool operator==(const DecidedStep&) const = default;
};

/// Every choice of a build. A scripted plan has `script` and `parts`, any other has `steps`.
struct Decisions {
  std::string model, precision, device_class;
  std::map<std::string, std::string> libraries;
  /// The layout of each op that does not work row-major, by the name of its first output. Empty:
  /// the builder's rule for the whole network.
  std::map<std::string, std::string> layouts;
  std::vector<DecidedStep> steps;
  std::vector<DecidedStep> script;  ///< Late ops and the steps of parts, in their order.
  std::vector<Decisions> parts;

  bool operator==(const Decisions&) const = default;
};

/// Readable JSON. Equal decisions give equal text, and reading gives them back, names
/// `as_written`.
std::string to_text(const Decisions& decisions);
/// What is left of a name in the file: bytes that are no UTF-8 become U+FFFD.
std::string as_written(const std::string& name);
/// Refuses what is no decisions of format 1; keys it does not know are passed over.
Result<Decisions> decisions_from_text(const std::string& text);

}  // namespace nightjar::build
