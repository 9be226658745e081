// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a builder level spends on choosing.
#pragma once

#include <array>
#include <cstddef>
#include <limits>

#include "base/result.h"
#include "engine/build/choose/timing_rounds.h"

namespace nightjar::build {

struct Effort {
  bool times = true;  ///< Else the first in the fixed order that is right is taken.
  size_t configs_per_tactic = std::numeric_limits<size_t>::max();
  RoundLimits limits;
};

inline constexpr int kMaxLevel = 5, kDefaultLevel = 3;

/// 0 times nothing, 1 and 2 time the first configuration of each tactic, from 3 on all are timed,
/// each level longer than the one before.
inline Effort effort_of(int level) {
  constexpr size_t kAll = std::numeric_limits<size_t>::max();
  static constexpr std::array<Effort, kMaxLevel + 1> kEfforts = {{
      {false, 1, {0, 0, 0}},
      {true, 1, {3, 5, 2e6}},
      {true, 1, {5, 20, 5e6}},
      {true, kAll, {5, 50, 5e6}},
      {true, kAll, {10, 100, 60e6}},
      {true, kAll, {20, 300, 200e6}},
  }};
  return kEfforts[static_cast<size_t>(level)];
}

/// Levels outside of 0 to kMaxLevel are refused.
inline Status check_level(int level) {
  if (level >= 0 && level <= kMaxLevel) return {};
  return invalid_input("builder level " + std::to_string(level) + ": levels are 0 to 5");
}

}  // namespace nightjar::build
