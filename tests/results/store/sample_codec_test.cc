// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/store/sample_codec.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace nightjar::store {
namespace {

std::vector<int64_t> noisy_samples(int count) {
  std::mt19937_64 generator(1);
  std::normal_distribution<double> normal(1.5e6, 3e4);
  std::vector<int64_t> samples(static_cast<size_t>(count));
  for (int64_t& sample : samples) sample = static_cast<int64_t>(normal(generator));
  return samples;
}

TEST(SampleCodecTest, SamplesSurvive) {
  const auto samples = noisy_samples(5000);
  const auto blob = encode_samples(samples);
  const auto back = decode_samples(blob, 5000);
  ASSERT_TRUE(back.ok()) << back.error().message;
  EXPECT_EQ(*back, samples);
  EXPECT_LT(blob.size(), samples.size() * sizeof(int64_t) / 2);
}

TEST(SampleCodecTest, ExtremesSurvive) {
  const std::vector<int64_t> samples = {
      0, std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min(), -1,
      1, std::numeric_limits<int64_t>::max()};
  EXPECT_EQ(*decode_samples(encode_samples(samples), 6), samples);
  EXPECT_TRUE(decode_samples(encode_samples({}), 0)->empty());
}

TEST(SampleCodecTest, RefusesAnotherCount) {
  const auto blob = encode_samples(noisy_samples(100));
  EXPECT_FALSE(decode_samples(blob, 99).ok());
  EXPECT_FALSE(decode_samples(blob, 101).ok());
  EXPECT_FALSE(decode_samples(blob, -1).ok());
  EXPECT_FALSE(decode_samples(blob, kMaxSamples + 1).ok());
}

TEST(SampleCodecTest, RefusesEveryTruncation) {
  const auto blob = encode_samples(noisy_samples(50));
  for (size_t size = 0; size < blob.size(); ++size) {
    EXPECT_FALSE(decode_samples(std::span(blob).first(size), 50).ok()) << size;
  }
}

TEST(SampleCodecTest, SurvivesEveryFlippedByte) {
  const auto blob = encode_samples(noisy_samples(50));
  for (size_t position = 0; position < blob.size(); ++position) {
    auto damaged = blob;
    damaged[position] ^= std::byte{0xff};
    const auto back = decode_samples(damaged, 50);
    if (back.ok()) {
      EXPECT_EQ(back->size(), 50u);
    }
  }
}

}  // namespace
}  // namespace nightjar::store
