// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How long the only candidate takes: nothing to choose, but layouts are compared by it.
#pragma once

#include "engine/build/choose/contest.h"

namespace nightjar::build {

/// A few launches of the first candidate, which is right by definition. Its output has no digest.
Result<Choice> time_alone(const Question& question, const ContestRules& rules,
                          device::Device& device, const Clock& clock);

}  // namespace nightjar::build
