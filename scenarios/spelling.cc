// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/spelling.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace nightjar::scenarios {
namespace {

// Longer words are not misspelt names; comparing them would only cost time.
constexpr size_t kLongestWord = 64;

bool is_close(std::string_view word, std::string_view candidate) {
  const size_t allowed = std::max<size_t>(2, candidate.size() / 3);
  return edit_distance(word, candidate) <= std::min(allowed, candidate.size() - 1);
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, kLongestWord);
  b = b.substr(0, kLongestWord);
  std::vector<std::vector<size_t>> distance(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) distance[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) distance[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      size_t best = std::min({replaced, distance[i - 1][j] + 1, distance[i][j - 1] + 1});
      const bool is_swap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (is_swap) best = std::min(best, distance[i - 2][j - 2] + 1);
      distance[i][j] = best;
    }
  }
  return distance[a.size()][b.size()];
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& valid) {
  const auto nearer = [&](const std::string& a, const std::string& b) {
    return edit_distance(word, a) < edit_distance(word, b);
  };
  const auto nearest = std::min_element(valid.begin(), valid.end(), nearer);
  return nearest == valid.end() ? std::string() : *nearest;
}

std::string suggest(std::string_view word, const std::vector<std::string>& valid) {
  const std::string nearest = nearest_word(word, valid);
  if (nearest.empty()) return "unknown";
  if (is_close(word, nearest)) return fmt::format("unknown, did you mean '{}'?", nearest);
  return fmt::format("unknown, the nearest valid word is '{}' of {}", nearest,
                     fmt::join(valid, ", "));
}

}  // namespace nightjar::scenarios
