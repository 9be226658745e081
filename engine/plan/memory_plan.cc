// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/memory_plan.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

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

enum class Gap { kLowest, kTightest };

/// Where `wanted` goes between those alive with it; behind them all when no gap is large enough.
size_t find_gap(const std::vector<Placed>& placed, std::span<const Lifetime> lifetimes,
                const Lifetime& wanted, Gap kind) {
  const size_t bytes = aligned(wanted.byte_count);
  size_t free_from = 0, tightest = SIZE_MAX, found = SIZE_MAX;
  for (const Placed& other : placed) {  // by offset
    if (!overlap(lifetimes[other.index], wanted)) continue;
    const size_t gap = other.offset > free_from ? other.offset - free_from : 0;
    if (gap >= bytes && gap < tightest) {
      if (kind == Gap::kLowest) return free_from;
      tightest = gap;
      found = free_from;
    }
    free_from = std::max(free_from, other.end);
  }
  return found == SIZE_MAX ? free_from : found;
}

using Order = std::vector<size_t>;

MemoryPlan place(std::span<const Lifetime> lifetimes, const Order& order, Gap gap) {
  MemoryPlan plan;
  plan.offsets.resize(lifetimes.size());
  std::vector<Placed> placed;
  for (const size_t index : order) {
    const size_t offset = find_gap(placed, lifetimes, lifetimes[index], gap);
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

/// Indices by `key`, largest first.
template <typename Key>
Order sorted_by(std::span<const Lifetime> lifetimes, const Key& key) {
  Order order(lifetimes.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return key(lifetimes[a]) > key(lifetimes[b]); });
  return order;
}

int64_t bytes_of(const Lifetime& lifetime) { return static_cast<int64_t>(lifetime.byte_count); }
int64_t length_of(const Lifetime& lifetime) { return lifetime.last - lifetime.first + 1; }

/// Bytes alive at the fullest step that each lifetime sees, so that those who meet there come
/// first.
std::vector<int64_t> crowds(std::span<const Lifetime> lifetimes) {
  std::map<int64_t, int64_t> change_at_step;
  for (const Lifetime& lifetime : lifetimes) {
    change_at_step[lifetime.first] += bytes_of(lifetime);
    change_at_step[lifetime.last + 1] -= bytes_of(lifetime);
  }
  int64_t alive = 0;
  for (auto& [step, change] : change_at_step) change = alive += change;
  std::vector<int64_t> crowds;
  for (const Lifetime& lifetime : lifetimes) {
    int64_t fullest = 0;
    const auto end = change_at_step.upper_bound(lifetime.last);
    for (auto at = change_at_step.lower_bound(lifetime.first); at != end; ++at) {
      fullest = std::max(fullest, at->second);
    }
    crowds.push_back(fullest);
  }
  return crowds;
}

/// Orders that do well on different networks; ties go to the earlier one.
std::vector<Order> orders_of(std::span<const Lifetime> lifetimes) {
  const std::vector<int64_t> crowd = crowds(lifetimes);
  const auto crowd_of = [&](const Lifetime& lifetime) {
    return crowd[static_cast<size_t>(&lifetime - lifetimes.data())];
  };
  return {
      sorted_by(lifetimes, bytes_of),
      sorted_by(lifetimes, [&](const Lifetime& x) { return std::pair(crowd_of(x), bytes_of(x)); }),
      sorted_by(lifetimes, [&](const Lifetime& x) { return std::pair(crowd_of(x), length_of(x)); }),
      sorted_by(lifetimes, [](const Lifetime& x) { return std::pair(length_of(x), bytes_of(x)); }),
      sorted_by(lifetimes, [](const Lifetime& x) { return length_of(x) * bytes_of(x); }),
      sorted_by(lifetimes, [](const Lifetime& x) { return std::pair(-x.first, bytes_of(x)); }),
      sorted_by(lifetimes, [](const Lifetime& x) { return std::pair(x.last, bytes_of(x)); }),
  };
}

/// Where in `order` the lifetime stands that reaches highest.
size_t topmost(std::span<const Lifetime> lifetimes, const Order& order, const MemoryPlan& plan) {
  size_t found = 0;
  for (size_t at = 0; at < order.size(); ++at) {
    const size_t index = order[at];
    if (plan.offsets[index] + aligned(lifetimes[index].byte_count) == plan.total_bytes) found = at;
  }
  return found;
}

/// What reaches highest is placed first, again and again: it found no gap because others had.
MemoryPlan improved(std::span<const Lifetime> lifetimes, Order order, size_t bound,
                    MemoryPlan best) {
  constexpr int kMaxTries = 128;
  MemoryPlan plan = best;
  for (int i = 0; i < kMaxTries && best.total_bytes > bound; ++i) {
    const auto at = static_cast<std::ptrdiff_t>(topmost(lifetimes, order, plan));
    std::rotate(order.begin(), order.begin() + at, order.begin() + at + 1);
    plan = place(lifetimes, order, Gap::kLowest);
    if (plan.total_bytes < best.total_bytes) best = plan;
  }
  return best;
}

}  // namespace

MemoryPlan plan_memory(std::span<const Lifetime> lifetimes) {
  const size_t bound = memory_lower_bound(lifetimes);
  MemoryPlan best;
  best.total_bytes = SIZE_MAX;
  const std::vector<Order> orders = orders_of(lifetimes);
  for (const Order& order : orders) {
    for (const Gap gap : {Gap::kLowest, Gap::kTightest}) {
      MemoryPlan plan = place(lifetimes, order, gap);
      if (plan.total_bytes < best.total_bytes) best = std::move(plan);
      if (best.total_bytes <= bound) return best;
    }
  }
  for (const Order& order : orders) {
    best = improved(lifetimes, order, bound, std::move(best));
  }
  return best;
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
