// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/weights.h"

#include <cmath>
#include <string>

#include "base/check.h"
#include "base/digest.h"

namespace nightjar::zoo {
namespace {

constexpr size_t kSmallestCentredRow = 16;
constexpr int32_t kSumOfMeans = 2 * 65535;  // of four uniform numbers in 0..65535

// Deviation of that sum: four times the variance (2^32 - 1) / 12.
const double kSumDeviation = std::sqrt(4294967295.0 / 3.0);

uint64_t number(Sequence sequence, uint64_t index) {
  uint64_t bits = sequence.key + (index + 1) * 0x9e3779b97f4a7c15u;
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

// An integer of zero mean and kSumDeviation; exact as a float.
int32_t bell(Sequence sequence, uint64_t index) {
  const uint64_t bits = number(sequence, index);
  const uint64_t sum =
      (bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) + (bits >> 48);
  return static_cast<int32_t>(sum) - kSumOfMeans;
}

// A pass of its own: a multiplication and an addition in one expression may be fused, and then
// the result would depend on the compiler.
void shift(std::span<float> values, float by) {
  if (by == 0.0f) return;
  for (float& value : values) value += by;
}

}  // namespace

Sequence Sequence::of(std::string_view model, std::string_view name) {
  const std::string text = std::string(model) + "/" + std::string(name);
  return {checksum64(std::as_bytes(std::span(text)))};
}

void fill_normal(std::span<float> out, Sequence sequence, float mean, float deviation) {
  const auto scale = static_cast<float>(deviation / kSumDeviation);
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(bell(sequence, i)) * scale;
  shift(out, mean);
}

void fill_uniform(std::span<float> out, Sequence sequence, float low, float high) {
  const float scale = (high - low) * 0x1p-24f;
  for (size_t i = 0; i < out.size(); ++i) {
    out[i] = static_cast<float>(number(sequence, i) >> 40) * scale;
  }
  shift(out, low);
}

void fill_filters(std::span<float> out, Sequence sequence, std::span<const float> deviations) {
  NIGHTJAR_CHECK(!deviations.empty() && out.size() % deviations.size() == 0,
                 "filters come in rows of equal size");
  const size_t row_size = out.size() / deviations.size();
  for (size_t row = 0; row < deviations.size(); ++row) {
    const std::span<float> filter = out.subspan(row * row_size, row_size);
    int64_t sum = 0;
    for (size_t i = 0; i < row_size; ++i) {
      const int32_t value = bell(sequence, row * row_size + i);
      sum += value;
      filter[i] = static_cast<float>(value);
    }
    const double mean = static_cast<double>(sum) / static_cast<double>(row_size);
    const float centre = row_size < kSmallestCentredRow ? 0.0f : static_cast<float>(mean);
    const auto scale = static_cast<float>(deviations[row] / kSumDeviation);
    for (float& value : filter) value = (value - centre) * scale;
  }
}

}  // namespace nightjar::zoo
