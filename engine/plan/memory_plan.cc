// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/plan/memory_plan.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

namespace nightjar::plan {
namespace {

/// What is spent on improving, in pairs of lifetimes: some tenths of a second.
constexpr size_t kMostVisits = 8'000'000;
constexpr size_t kMostBytes = size_t{1} << 62;

size_t aligned(size_t byte_count) {
  return (byte_count + kArenaAlignment - 1) / kArenaAlignment * kArenaAlignment;
}

/// Finds the lifetimes that meet a given one without looking at the others: sorted by their first
/// steps, every run of them with its latest last step (an interval tree in an array).
class Meetings {
 public:
  explicit Meetings(std::span<const Lifetime> lifetimes)
      : lifetimes_(lifetimes), by_first_(lifetimes.size()), latest_(lifetimes.size()) {
    std::iota(by_first_.begin(), by_first_.end(), size_t{0});
    std::sort(by_first_.begin(), by_first_.end(), [&](size_t a, size_t b) {
      return std::pair(lifetimes[a].first, a) < std::pair(lifetimes[b].first, b);
    });
    find_latest(0, by_first_.size());
  }

  /// Calls `visit(index)` for everything alive at a step of `wanted`.
  template <typename Visit>
  void visit(const Lifetime& wanted, const Visit& call) const {
    visit_in(0, by_first_.size(), wanted, call);
  }

 private:
  int64_t find_latest(size_t begin, size_t end) {
    if (begin == end) return INT64_MIN;
    const size_t middle = begin + (end - begin) / 2;
    latest_[middle] = std::max({lifetimes_[by_first_[middle]].last, find_latest(begin, middle),
                                find_latest(middle + 1, end)});
    return latest_[middle];
  }

  template <typename Visit>
  void visit_in(size_t begin, size_t end, const Lifetime& wanted, const Visit& call) const {
    if (begin == end) return;
    const size_t middle = begin + (end - begin) / 2;
    if (latest_[middle] < wanted.first) return;
    visit_in(begin, middle, wanted, call);
    const Lifetime& there = lifetimes_[by_first_[middle]];
    if (there.first > wanted.last) return;
    if (there.last >= wanted.first) call(by_first_[middle]);
    visit_in(middle + 1, end, wanted, call);
  }

  std::span<const Lifetime> lifetimes_;
  std::vector<size_t> by_first_;
  std::vector<int64_t> latest_;  // of the run whose middle this is
};

struct Placed {
  size_t offset, end;

  auto operator<=>(const Placed&) const = default;
};

enum class Gap { kLowest, kTightest };

/// Where `bytes` go between those alive with them, by offset; behind them all when no gap is large
/// enough.
size_t find_gap(const std::vector<Placed>& placed, size_t bytes, Gap kind) {
  size_t free_from = 0, tightest = SIZE_MAX, found = SIZE_MAX;
  for (const Placed& other : placed) {
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

/// Places lifetimes in any order, and counts what it looked at.
class Placer {
 public:
  explicit Placer(std::span<const Lifetime> lifetimes)
      : lifetimes_(lifetimes), meetings_(lifetimes) {}

  MemoryPlan place(const Order& order, Gap gap) {
    constexpr size_t kNowhere = SIZE_MAX;
    MemoryPlan plan;
    plan.offsets.assign(lifetimes_.size(), kNowhere);
    std::vector<Placed> meeting;
    for (const size_t index : order) {
      meeting.clear();
      meetings_.visit(lifetimes_[index], [&](size_t other) {
        ++visits_;
        const size_t offset = plan.offsets[other];
        if (offset == kNowhere) return;
        meeting.push_back({offset, offset + aligned(lifetimes_[other].byte_count)});
      });
      std::sort(meeting.begin(), meeting.end());
      const size_t bytes = aligned(lifetimes_[index].byte_count);
      plan.offsets[index] = find_gap(meeting, bytes, gap);
      plan.total_bytes = std::max(plan.total_bytes, plan.offsets[index] + bytes);
    }
    return plan;
  }

  /// Pairs of lifetimes looked at so far.
  size_t visits() const { return visits_; }

 private:
  std::span<const Lifetime> lifetimes_;
  const Meetings meetings_;
  size_t visits_ = 0;
};

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

/// Answers how much is alive at the fullest step of a range.
class FullestStep {
 public:
  explicit FullestStep(std::span<const Lifetime> lifetimes) {
    std::map<int64_t, int64_t> change_at_step;
    for (const Lifetime& lifetime : lifetimes) {
      change_at_step[lifetime.first] += bytes_of(lifetime);
      change_at_step[lifetime.last + 1] -= bytes_of(lifetime);
    }
    most_.resize(change_at_step.size());
    int64_t alive = 0;
    for (const auto& [step, change] : change_at_step) {
      steps_.push_back(step);
      most_.push_back(alive += change);
    }
    for (size_t i = steps_.size(); i-- > 1;) most_[i] = std::max(most_[2 * i], most_[2 * i + 1]);
  }

  /// From `first`, at which something changes, to `last`.
  int64_t between(int64_t first, int64_t last) const {
    int64_t most = 0;
    size_t low = position(first) + steps_.size();
    size_t high = position(last + 1) + steps_.size();
    for (; low < high; low /= 2, high /= 2) {
      if (low % 2 == 1) most = std::max(most, most_[low++]);
      if (high % 2 == 1) most = std::max(most, most_[--high]);
    }
    return most;
  }

 private:
  size_t position(int64_t step) const {
    return static_cast<size_t>(std::lower_bound(steps_.begin(), steps_.end(), step) -
                               steps_.begin());
  }

  std::vector<int64_t> steps_;
  std::vector<int64_t> most_;  // a tree of maxima, its leaves behind
};

/// What each lifetime sees at its fullest step, so that those who meet there come first.
std::vector<int64_t> crowds(std::span<const Lifetime> lifetimes) {
  const FullestStep fullest(lifetimes);
  std::vector<int64_t> crowds;
  for (const Lifetime& lifetime : lifetimes) {
    crowds.push_back(fullest.between(lifetime.first, lifetime.last));
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
      sorted_by(lifetimes,
                [](const Lifetime& x) {
                  return static_cast<double>(length_of(x)) * static_cast<double>(bytes_of(x));
                }),
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
MemoryPlan improved(std::span<const Lifetime> lifetimes, Placer& placer, Order order, size_t bound,
                    MemoryPlan best) {
  constexpr int kMaxTries = 128;
  MemoryPlan plan = best;
  for (int i = 0; i < kMaxTries && best.total_bytes > bound; ++i) {
    if (placer.visits() > kMostVisits) break;
    const auto at = static_cast<std::ptrdiff_t>(topmost(lifetimes, order, plan));
    std::rotate(order.begin(), order.begin() + at, order.begin() + at + 1);
    plan = placer.place(order, Gap::kLowest);
    if (plan.total_bytes < best.total_bytes) best = plan;
  }
  return best;
}

/// All sums here are of some of these bytes.
Status check_sum(std::span<const Lifetime> lifetimes) {
  size_t sum = 0;
  for (const Lifetime& lifetime : lifetimes) {
    if (lifetime.byte_count <= kMostBytes && sum <= kMostBytes) {
      sum += aligned(lifetime.byte_count);
    } else {
      sum = SIZE_MAX;
    }
  }
  if (sum <= kMostBytes) return {};
  return unsupported("the activations need more bytes than can be addressed");
}

}  // namespace

Result<MemoryPlan> plan_memory(std::span<const Lifetime> lifetimes) {
  NIGHTJAR_TRY(check_sum(lifetimes));
  const size_t bound = memory_lower_bound(lifetimes);
  Placer placer(lifetimes);
  MemoryPlan best;
  best.total_bytes = SIZE_MAX;
  const std::vector<Order> orders = orders_of(lifetimes);
  for (const Order& order : orders) {
    for (const Gap gap : {Gap::kLowest, Gap::kTightest}) {
      MemoryPlan plan = placer.place(order, gap);
      if (plan.total_bytes < best.total_bytes) best = std::move(plan);
      if (best.total_bytes <= bound) return best;
    }
  }
  for (const Order& order : orders) {
    best = improved(lifetimes, placer, order, bound, std::move(best));
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
