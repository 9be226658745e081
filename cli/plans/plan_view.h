// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a plan or a decisions file says of its steps, for the commands that show it to people.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::cli {

struct CandidateView {
  std::string tactic, config;
  double median_ns = 0;  ///< 0 when never timed.
  std::string rejected;  ///< Why it could not win; empty when it could.
};

struct StepView {
  std::string name, operation, tactic, config, problem, reason;
  std::vector<std::string> nodes;  ///< ONNX nodes it came from.
  double median_ns = 0;            ///< When it was chosen; 0 when never timed.
  std::vector<CandidateView> candidates;
};

struct PlanView {
  std::string model, precision, device_class;
  std::vector<std::string> libraries;  ///< "onednn 2.6.3"
  std::vector<StepView> steps;         ///< In their order; a part's steps where the part runs.

  double total_ns() const;
  /// The step that has the node, or nullptr.
  const StepView* step_of_node(const std::string& node) const;
};

/// Reads a plan, or a file that ends in .json as decisions. Errors name the file.
Result<PlanView> load_plan_view(const std::string& path);
/// The same from the text of decisions.
Result<PlanView> view_decisions(const std::string& text);

/// "12.3 us", "-" for something that was never timed.
std::string microseconds(double ns);

}  // namespace nightjar::cli
