// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/digest.h"

namespace nightjar::zoo {
namespace {

struct Moments {
  double mean = 0.0, deviation = 0.0;
};

Moments moments_of(std::span<const float> values) {
  double sum = 0.0, squares = 0.0;
  for (const float value : values) {
    sum += value;
    squares += double{value} * value;
  }
  const double mean = sum / static_cast<double>(values.size());
  return {mean, std::sqrt(squares / static_cast<double>(values.size()) - mean * mean)};
}

TEST(Weights, FollowFromTheNamesAlone) {
  std::vector<float> first(1000), again(1000), other(1000), longer(2000);
  fill_normal(first, Sequence::of("model", "layer.weight"), 0.0f, 1.0f);
  fill_normal(again, Sequence::of("model", "layer.weight"), 0.0f, 1.0f);
  fill_normal(other, Sequence::of("model", "layer.bias"), 0.0f, 1.0f);
  fill_normal(longer, Sequence::of("model", "layer.weight"), 0.0f, 1.0f);
  longer.resize(1000);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
  EXPECT_EQ(first, longer);
}

// Everybody who makes a model of the zoo must get these bytes: series of results hang on them.
TEST(Weights, AreTheSameEverywhere) {
  std::vector<float> normal(4096), uniform(4096), filters(4096);
  const Sequence sequence = Sequence::of("resnet50", "fc.weight");
  const std::vector<float> deviations(64, 0.5f);
  fill_normal(normal, sequence, 1.0f, 0.02f);
  fill_uniform(uniform, sequence, -0.3f, 0.7f);
  fill_filters(filters, sequence, deviations);
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(normal))).substr(0, 16), "a7ad52a8f3899c4f");
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(uniform))).substr(0, 16), "9e2f7ec6c405441b");
  EXPECT_EQ(sha256_hex(std::as_bytes(std::span(filters))).substr(0, 16), "2bd568fc326ae782");
}

TEST(Weights, AreSpreadAsAsked) {
  std::vector<float> values(200'000);
  fill_normal(values, Sequence::of("m", "normal"), 2.0f, 0.5f);
  EXPECT_NEAR(moments_of(values).mean, 2.0, 0.01);
  EXPECT_NEAR(moments_of(values).deviation, 0.5, 0.01);
  fill_uniform(values, Sequence::of("m", "uniform"), -1.0f, 3.0f);
  EXPECT_NEAR(moments_of(values).mean, 1.0, 0.01);
  EXPECT_NEAR(moments_of(values).deviation, 4.0 / std::sqrt(12.0), 0.01);
  EXPECT_GE(*std::min_element(values.begin(), values.end()), -1.0f);
  EXPECT_LE(*std::max_element(values.begin(), values.end()), 3.0f);
}

TEST(Weights, FiltersAreCentredAndEachHasItsScale) {
  std::vector<float> values(2 * 5000);
  const std::vector<float> deviations = {0.1f, 2.0f};
  fill_filters(values, Sequence::of("m", "filters"), deviations);
  for (size_t row = 0; row < 2; ++row) {
    const auto moments = moments_of(std::span(values).subspan(row * 5000, 5000));
    EXPECT_NEAR(moments.mean, 0.0, 1e-6);
    EXPECT_NEAR(moments.deviation, deviations[row], 0.05 * deviations[row]);
  }
}

TEST(Weights, SmallFiltersKeepTheirSum) {
  std::vector<float> values(9);
  const std::vector<float> deviations = {1.0f};
  fill_filters(values, Sequence::of("m", "depthwise"), deviations);
  EXPECT_GT(std::abs(moments_of(values).mean), 1e-3);
}

}  // namespace
}  // namespace nightjar::zoo
