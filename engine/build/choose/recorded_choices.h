// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The choices of an earlier build, found by step and problem.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "engine/build/records/decisions_file.h"
#include "engine/device/device.h"

namespace nightjar::build {

class RecordedChoices {
 public:
  /// Refuses text that is no decisions, and decisions of another device class or other libraries:
  /// their timings mean nothing here.
  static Result<RecordedChoices> parse(const std::string& text, const device::DeviceInfo& info);

  bool empty() const { return choices_.empty(); }
  /// nullptr when the step is not in it, or stood for another problem.
  const DecidedStep* find(const std::string& step, const std::string& problem_digest) const;

 private:
  std::map<std::pair<std::string, std::string>, DecidedStep> choices_;
};

/// The decisions of part `number` out of those of a scripted plan; empty when it has none.
Result<std::string> decisions_of_part(const std::string& text, size_t number);

}  // namespace nightjar::build
