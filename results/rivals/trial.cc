// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/rivals/trial.h"

#include <cmath>

namespace nightjar::rivals {
namespace {

constexpr size_t kSize = 250;
constexpr double kLevel = 10;
constexpr double kMemory = 0.6;
constexpr size_t kNear = 3;

/// Factors of mean about one, one after the other.
class Noise {
 public:
  Noise(const Recipe& recipe, std::mt19937_64& generator)
      : recipe_(recipe), generator_(generator), earlier_(normal_(generator)) {}

  double next() {
    switch (recipe_.scatter) {
      case Scatter::kGauss:
        return std::exp(recipe_.cv * normal_(generator_));
      case Scatter::kHeavy: {
        const double factor = std::exp(recipe_.cv * student_(generator_) / std::sqrt(3.0));
        return happens(0.02) ? factor * (1.05 + 0.25 * uniform_(generator_)) : factor;
      }
      case Scatter::kBimodal: {
        const double factor = std::exp(recipe_.cv * normal_(generator_));
        return happens(0.25) ? factor * (1 + 4 * recipe_.cv) : factor;
      }
      case Scatter::kMemory:
        break;
    }
    const double value = earlier_;
    earlier_ = kMemory * value + std::sqrt(1 - kMemory * kMemory) * normal_(generator_);
    return std::exp(recipe_.cv * value);
  }

 private:
  bool happens(double chance) { return uniform_(generator_) < chance; }

  const Recipe& recipe_;
  std::mt19937_64& generator_;
  std::normal_distribution<double> normal_;
  std::student_t_distribution<double> student_{3};
  std::uniform_real_distribution<double> uniform_;
  double earlier_;
};

double share(int64_t part, int64_t other) {
  return part + other == 0 ? 0 : static_cast<double>(part) / static_cast<double>(part + other);
}

}  // namespace

Sample draw(const Recipe& recipe, std::mt19937_64& generator) {
  Sample sample;
  if (recipe.step != 0) {
    sample.change = std::uniform_int_distribution<size_t>(60, 189)(generator);
  }
  Noise noise(recipe, generator);
  for (size_t i = 0; i < kSize; ++i) {
    const bool is_after = sample.change && i >= *sample.change;
    sample.values.push_back(kLevel * (is_after ? 1 + recipe.step : 1) * noise.next());
  }
  return sample;
}

void Tally::add(const Sample& sample, const Found& found) {
  bool is_hit = false;
  for (const size_t index : found) {
    const bool is_near =
        sample.change && index + kNear >= *sample.change && index <= *sample.change + kNear;
    if (is_near && !is_hit) {
      is_hit = true;
      ++hits;
    } else {
      ++false_alarms;
    }
  }
  if (sample.change && !is_hit) ++missed;
  values += static_cast<int64_t>(sample.values.size());
}

double Tally::precision() const { return share(hits, false_alarms); }
double Tally::recall() const { return share(hits, missed); }

double Tally::f1() const {
  const double sum = precision() + recall();
  return sum > 0 ? 2 * precision() * recall() / sum : 0;
}

double Tally::false_per_thousand() const {
  return values == 0 ? 0 : 1000.0 * static_cast<double>(false_alarms) / static_cast<double>(values);
}

Tally try_rule(const Rule& rule, const Recipe& recipe, int64_t count, uint64_t seed) {
  std::mt19937_64 generator(seed);
  Tally tally;
  for (int64_t i = 0; i < count; ++i) {
    const Sample sample = draw(recipe, generator);
    tally.add(sample, rule(sample.values));
  }
  return tally;
}

}  // namespace nightjar::rivals
