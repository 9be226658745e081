// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Puts a fault into one layer of a plan on purpose, to prove that the harness names it.
#pragma once

#include <string>
#include <vector>

#include "scenarios/scenario.h"
#include "worker/runners/models/plan_files.h"

namespace nightjar::runners {

struct FaultyPlan {
  std::vector<std::byte> bytes;
  std::string sentence;  ///< For the record: what was done to which layer.
};

/// Builds the request's plan with the fault in it; `sound` is the plan without, which says what
/// layers there are and how fast. The fault is no delay and of the request's model. Refused where
/// the layer named (or, without a name, the slowest of a fitting kind) cannot have such a fault.
Result<FaultyPlan> build_faulty(const scenarios::FaultInjection& fault, const PlanRequest& request,
                                const plan::Plan& sound, const PlanMaker& build,
                                const Monitor& monitor);

}  // namespace nightjar::runners
