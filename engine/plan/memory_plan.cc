// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/memory_plan.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace nightjar::plan {
namespace {

size_t aligned(size_t byte_count) {
  return (byte_count + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

bool overlap(const Lifetime& a, const Lifetime& b) {
  return a.first <= b.last && b.first <= a.last;
}

struct Placed {
  size_t offset, end, index;
};

size_t lowest_gap(const std::vector<Placed>& placed, std::span<const Lifetime> lifetimes,
                  const Lifetime& wanted) {
  size_t offset = 0;
  for (const Placed& other : placed) {  // by offset
    if (!overlap(lifetimes[other.index], wanted)) continue;
    if (other.offset >= offset + aligned(wanted.byte_count)) break;
    offset = std::max(offset, other.end);
  }
  return offset;
}

}  // namespace

MemoryPlan plan_memory(std::span<const Lifetime> lifetimes) {
  std::vector<size_t> order(lifetimes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return lifetimes[a].byte_count > lifetimes[b].byte_count;
  });
  MemoryPlan plan;
  plan.offsets.resize(lifetimes.size());
  std::vector<Placed> placed;
  for (const size_t index : order) {
    const size_t offset = lowest_gap(placed, lifetimes, lifetimes[index]);
    const size_t end = offset + aligned(lifetimes[index].byte_count);
    plan.offsets[index] = offset;
    plan.total_bytes = std::max(plan.total_bytes, end);
    const auto at =
        std::upper_bound(placed.begin(), placed.end(), offset,
                         [](size_t value, const Placed& p) { return value < p.offset; });
    placed.insert(at, {offset, end, index});
  }
  return plan;
}

size_t memory_lower_bound(std::span<const Lifetime> lifetimes) {
  std::map<int64_t, int64_t> change_at_step;
  for (const Lifetime& lifetime : lifetimes) {
    const auto bytes = static_cast<int64_t>(aligned(lifetime.byte_count));
    change_at_step[lifetime.first] += bytes;
    change_at_step[lifetime.last + 1] -= bytes;
  }
  int64_t alive = 0, peak = 0;
  for (const auto& [step, change] : change_at_step) peak = std::max(peak, alive += change);
  return static_cast<size_t>(peak);
}

}  // namespace nightjar::plan
