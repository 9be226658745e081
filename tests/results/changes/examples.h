// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Series for the tests of changes.
#pragma once

#include <cmath>
#include <random>
#include <vector>

namespace nightjar::changes::examples {

/// Normal noise with the standard deviation 1 and memory.
inline std::vector<double> noise(size_t size, uint64_t seed, double autocorrelation = 0) {
  std::mt19937_64 generator(seed);
  std::normal_distribution<double> normal;
  std::vector<double> values;
  double value = normal(generator);
  for (size_t i = 0; i < size; ++i) {
    values.push_back(value);
    value = autocorrelation * value +
            std::sqrt(1 - autocorrelation * autocorrelation) * normal(generator);
  }
  return values;
}

/// Adds `height` from `position` on.
inline std::vector<double> stepped(std::vector<double> values, size_t position, double height) {
  for (size_t i = position; i < values.size(); ++i) values[i] += height;
  return values;
}

}  // namespace nightjar::changes::examples
