// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/bisect/bisection.h"

#include <algorithm>

#include "base/check.h"

namespace nightjar::bisect {

Bisection::Bisection(size_t candidates, const Options& options)
    : candidates_(candidates), options_(options), is_skipped_(candidates, 0) {
  NIGHTJAR_CHECK(candidates >= 2, "there is nothing between fewer than two candidates");
}

void Bisection::add(size_t candidate, const std::vector<double>& figures) {
  NIGHTJAR_CHECK(candidate < candidates_, "the candidate exists");
  std::vector<double>& known = figures_[candidate];
  known.insert(known.end(), figures.begin(), figures.end());
}

void Bisection::skip(size_t candidate) {
  is_skipped_.at(candidate) = 1;
  figures_.erase(candidate);
}

bool Bisection::is_full(size_t candidate) const {
  const auto known = figures_.find(candidate);
  return known != figures_.end() &&
         static_cast<int64_t>(known->second.size()) >= options_.most_samples;
}

/// So many that a comparison becomes possible, or the half more than there are.
std::optional<Request> Bisection::wanted(size_t candidate) const {
  if (is_full(candidate)) return std::nullopt;
  const auto found = figures_.find(candidate);
  const int64_t have = found == figures_.end() ? 0 : static_cast<int64_t>(found->second.size());
  if (have < options_.first_samples) return Request{candidate, options_.first_samples - have};
  return Request{candidate, std::clamp<int64_t>(have / 2, 1, options_.most_samples - have)};
}

/// The unmeasured candidate nearest to the middle.
std::optional<Request> Bisection::between(size_t before, size_t after) const {
  const size_t middle = before + (after - before) / 2;
  for (size_t distance = 0; distance < after - before; ++distance) {
    for (const size_t candidate : {middle - std::min(distance, middle), middle + distance}) {
      const bool is_inside = candidate > before && candidate < after;
      if (is_inside && is_skipped_[candidate] == 0) return wanted(candidate);
    }
  }
  return std::nullopt;
}

/// Measured candidates beside each other, with what is known of each two.
std::vector<Culprit> Bisection::neighbours() const {
  std::vector<Culprit> list;
  for (auto after = figures_.begin(); after != figures_.end(); ++after) {
    if (after == figures_.begin()) continue;
    const auto before = std::prev(after);
    list.push_back({before->first, after->first,
                    compare(before->second, after->second, options_.least_change)});
  }
  return list;
}

std::optional<Request> Bisection::next() const {
  for (const size_t end : {size_t{0}, candidates_ - 1}) {
    const auto known = figures_.find(end);
    const bool is_short = known == figures_.end() ||
                          static_cast<int64_t>(known->second.size()) < options_.first_samples;
    if (is_skipped_[end] == 0 && is_short) return wanted(end);
  }
  for (const auto& [candidate, known] : figures_) {
    if (static_cast<int64_t>(known.size()) < options_.first_samples) return wanted(candidate);
  }
  for (const Culprit& pair : neighbours()) {
    if (pair.comparison.likeness == Likeness::kDifferent) {
      if (const auto request = between(pair.before, pair.after)) return request;
    }
    if (pair.comparison.likeness != Likeness::kUnknown) continue;
    const auto fewer = figures_.at(pair.before).size() <= figures_.at(pair.after).size()
                           ? pair.before
                           : pair.after;
    if (const auto request = wanted(fewer)) return request;
  }
  return std::nullopt;
}

Comparison Bisection::ends() const {
  if (figures_.size() < 2) return {};
  return compare(figures_.begin()->second, figures_.rbegin()->second, options_.least_change);
}

std::vector<Culprit> Bisection::culprits() const {
  std::vector<Culprit> list = neighbours();
  std::erase_if(
      list, [](const Culprit& pair) { return pair.comparison.likeness != Likeness::kDifferent; });
  return list;
}

std::vector<Culprit> Bisection::open_questions() const {
  std::vector<Culprit> list = neighbours();
  std::erase_if(list,
                [](const Culprit& pair) { return pair.comparison.likeness != Likeness::kUnknown; });
  return list;
}

}  // namespace nightjar::bisect
