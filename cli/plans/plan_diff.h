// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Two plans side by side, in terms of the ONNX nodes they came from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/plans/plan_view.h"

namespace nightjar::cli {

struct PlanChange {
  enum class Kind : uint8_t { kOnlyInFirst, kOnlyInSecond, kGrouped, kTactic, kTime };
  Kind kind = Kind::kTactic;
  std::string node;  ///< The ONNX node, or the step's name where it has none.
  std::string first, second;
};

/// "only in the first", "grouped", "tactic", "time", …
const char* name_of(PlanChange::Kind kind);

/// One entry a node: gone or new, in a step with other nodes than before, solved by another
/// tactic, or timed more than `time_share` apart (0.1: a tenth). Nodes that share a step and
/// changed alike are told once, by the first of them.
std::vector<PlanChange> diff_plans(const PlanView& first, const PlanView& second,
                                   double time_share);

}  // namespace nightjar::cli
