// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Offsets of activations in one arena, by lifetime.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace nightjar::plan {

/// A tensor that needs `byte_count` bytes from step `first` to step `last`, both included.
struct Lifetime {
  int64_t first = 0;
  int64_t last = 0;
  size_t byte_count = 0;
};

struct MemoryPlan {
  std::vector<size_t> offsets;  ///< One a lifetime, multiples of kArenaAlignment.
  size_t total_bytes = 0;
};

inline constexpr size_t kArenaAlignment = 64;

/// Tries several orders, by size, by the fullest step a tensor sees, by length of life, by time,
/// each with the lowest and with the tightest gap that fits among those alive with a tensor
/// (greedy by size and by breadth; Pisarchyk and Lee, 2020), and takes the smallest arena;
/// while that is above the bound, what reaches highest is placed first. Deterministic; near n log n
/// where few are alive at once, as an interval tree (de Berg et al., 2008, 10.1) finds those.
/// Refuses more bytes than can be addressed.
Result<MemoryPlan> plan_memory(std::span<const Lifetime> lifetimes);

/// The largest sum of bytes alive at one step: no plan can need less.
size_t memory_lower_bound(std::span<const Lifetime> lifetimes);

}  // namespace nightjar::plan
