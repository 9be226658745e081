// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How a tactic is found where there is no time to measure.
#pragma once

#include <cstdint>

namespace nightjar::late {

enum class TacticPolicy : uint8_t {
  kPlain,  ///< The plain answer, for judges.
  kFirst,  ///< The first tactic, in the family's fixed order, that is not plain and takes it.
};

}  // namespace nightjar::late
