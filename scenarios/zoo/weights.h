// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Weights out of nothing: numbers that follow from a name alone, equal on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nightjar::zoo {

/// Names a sequence of numbers; its elements follow from it and their index alone.
struct Sequence {
  uint64_t key = 0;

  static Sequence of(std::string_view model, std::string_view name);
};

/// Nearly normal numbers (a sum of four uniform ones).
void fill_normal(std::span<float> out, Sequence sequence, float mean, float deviation);
void fill_uniform(std::span<float> out, Sequence sequence, float low, float high);

/// Rows of nearly normal numbers, row i with deviation `deviations[i]`. Rows of 16 and more are
/// centred: their sum is zero, so that what all inputs have in common does not drown the rest.
void fill_filters(std::span<float> out, Sequence sequence, std::span<const float> deviations);

}  // namespace nightjar::zoo
