// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Does it matter: the suite's policy, and nothing about chance.
#pragma once

#include <cstdint>

namespace nightjar::verdict {

enum class Relevance : uint8_t { kNone, kWorse, kBetter };

/// `change` is new over old minus one. Better is judged on the same ratio as worse, so that a
/// change and its reversal get the same answer: +25 % back to the old value is -20 %.
Relevance judge_relevance(double change, double threshold);

}  // namespace nightjar::verdict
