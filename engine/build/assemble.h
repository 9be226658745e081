// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Program and choices to a plan: weights packed, deduplicated and laid out.
#pragma once

#include <vector>

#include "engine/build/choose/choose.h"

namespace nightjar::build {

/// Prepares every step's winner with its real constants. A tactic that cannot is replaced by the
/// plain one and recorded in `rejected`. Deterministic.
Result<plan::Plan> assemble_plan(const Program& program, const std::vector<Choice>& choices,
                                 device::Device& device, const BuildOptions& options,
                                 std::vector<RejectedTactic>& rejected);

}  // namespace nightjar::build
