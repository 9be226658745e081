// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Chooses a tactic for every step: as decided before, as timed before, or by a contest.
#pragma once

#include <vector>

#include "engine/build/builder.h"
#include "engine/build/choose/choice.h"
#include "engine/build/program.h"

namespace nightjar::build {

/// One choice a step. Equal problems are tuned once. Fails only when a step has no candidate at
/// all, decisions ask for what cannot be, or the caller cancels.
Result<std::vector<Choice>> choose_tactics(const Program& program,
                                           const tensor::SymbolValues& tuning_symbols,
                                           device::Device& device, const BuildOptions& options,
                                           const Clock& clock);

}  // namespace nightjar::build
