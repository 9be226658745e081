// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The choices of an earlier build, read from its decisions.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/build/choose/choose.h"

namespace nightjar::build {

/// One step's choice as it was written down. Its tactic is a name: the program may lack it.
struct RecordedChoice {
  std::string tactic, config, reason, output_digest;
  double median_ns = 0;
  std::vector<CandidateRecord> candidates;

  /// Whether the build that wrote it has checked the chosen tactic against the plain answer.
  bool was_verified() const;
};

/// By step name and problem.
class RecordedChoices {
 public:
  /// Refuses text that is no decisions, and decisions of another device class or other libraries:
  /// their timings mean nothing here.
  static Result<RecordedChoices> parse(const std::string& text, const device::DeviceInfo& info);

  bool empty() const { return choices_.empty(); }
  /// nullptr when the step is not in it, or stood for another problem.
  const RecordedChoice* find(const std::string& step, const std::string& problem_digest) const;

 private:
  std::map<std::pair<std::string, std::string>, RecordedChoice> choices_;
};

/// The decisions of part `number` out of those of a scripted plan; empty when it has none.
Result<std::string> decisions_of_part(const std::string& text, size_t number);

}  // namespace nightjar::build
