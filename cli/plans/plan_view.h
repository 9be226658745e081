// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a plan or a decisions file says of its steps, for the commands that show it to people.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/build/records/decisions_file.h"

namespace nightjar::cli {

struct PlanView {
  std::string model, precision, device_class;
  std::vector<std::string> libraries;  ///< "onednn 2.6.3"
  /// In their order; a part's steps where the part runs.
  std::vector<build::DecidedStep> steps;

  double total_ns() const;
  /// Of that time, what steps take that had `count` or more candidates beside plain which agreed
  /// with the plain answer.
  double contested_ns(size_t count) const;
};

/// Candidates of a step that were right, but for plain and the host.
size_t verified_rivals(const build::DecidedStep& step);

/// Reads a plan, or a file that ends in .json as decisions. Errors name the file.
Result<PlanView> load_plan_view(const std::string& path);
/// The same from the text of decisions.
Result<PlanView> view_decisions(const std::string& text);

/// "12.3 us", "-" for something that was never timed.
std::string microseconds(double ns);

}  // namespace nightjar::cli
