// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/range.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace nightjar::quantize {
namespace {

constexpr int64_t kSide = Histogram::kBinsPerSide;
/// Steps that bytes give to one side of zero when both are there, and when one is alone.
constexpr int64_t kStepsOfTwo = 128, kStepsOfOne = 256;
constexpr int kReachesTried = 100;

struct NamedMethod {
  Method method;
  const char* name;
};
constexpr NamedMethod kMethods[] = {{Method::kMinMax, "minmax"},
                                    {Method::kPercentile, "percentile"},
                                    {Method::kEntropy, "entropy"},
                                    {Method::kMse, "mse"}};

/// How far from zero both sides together were seen, by distance; `merge` neighbours are one bin.
std::vector<double> folded(const Histogram& histogram, int64_t merge) {
  std::vector<double> magnitudes(static_cast<size_t>(kSide / merge));
  for (int64_t i = 0; i < kSide; ++i) {
    magnitudes[static_cast<size_t>(i / merge)] += static_cast<double>(histogram.bin(kSide + i)) +
                                                  static_cast<double>(histogram.bin(kSide - 1 - i));
  }
  return magnitudes;
}

/// Bins that must become one for each to hold many values: else the noise of a small sample looks
/// like information that is lost.
int64_t merge_for(uint64_t count) {
  constexpr uint64_t kValuesPerBin = 64;
  int64_t merge = 1;
  while (merge < kSide / kStepsOfOne &&
         count * static_cast<uint64_t>(merge) < kValuesPerBin * kSide) {
    merge *= 2;
  }
  return merge;
}

Range clipped_to(const Histogram& histogram, double reach) {
  return {std::max(histogram.low(), -reach), std::min(histogram.high(), reach)};
}

Range percentile_range(const Histogram& histogram, double percentile) {
  const double tail = (1 - percentile / 100) * static_cast<double>(histogram.count());
  const double half_bin = histogram.bin_width() / 2;
  double below = 0, above = 0;
  int64_t first = 0, last = Histogram::kBins - 1;
  while (first < kSide && below + static_cast<double>(histogram.bin(first)) <= tail) {
    below += static_cast<double>(histogram.bin(first++));
  }
  while (last >= kSide && above + static_cast<double>(histogram.bin(last)) <= tail) {
    above += static_cast<double>(histogram.bin(last--));
  }
  const double low = std::min(histogram.center(first) - half_bin, 0.0);
  const double high = std::max(histogram.center(last) + half_bin, 0.0);
  return {std::max(histogram.low(), low), std::min(histogram.high(), high)};
}

/// The information lost when the first `kept` bins are told by `steps` values and what lies beyond
/// counts as the last: D(P || Q) as in the calibration of 8-bit inference by Migacz (2017).
double divergence(const std::vector<double>& magnitudes, int64_t steps, int64_t kept,
                  double total) {
  double beyond = 0;
  for (size_t i = static_cast<size_t>(kept); i < magnitudes.size(); ++i) beyond += magnitudes[i];
  double divergence = 0;
  for (int64_t step = 0; step < steps; ++step) {
    const int64_t begin = step * kept / steps, end = (step + 1) * kept / steps;
    double sum = 0;
    int64_t filled = 0;
    for (int64_t i = begin; i < end; ++i) {
      sum += magnitudes[static_cast<size_t>(i)];
      filled += magnitudes[static_cast<size_t>(i)] > 0 ? 1 : 0;
    }
    for (int64_t i = begin; i < end; ++i) {
      const bool is_last = i == kept - 1;
      const double p = magnitudes[static_cast<size_t>(i)] + (is_last ? beyond : 0);
      if (p == 0) continue;
      // A bin that nothing fell into but the clipped has no share of its own in Q.
      const double q =
          magnitudes[static_cast<size_t>(i)] > 0 ? sum / static_cast<double>(filled) : 1e-4;
      divergence += p / total * std::log(p * (total - beyond) / (q * total));
    }
  }
  return divergence;
}

Range entropy_range(const Histogram& histogram) {
  const int64_t merge = merge_for(histogram.count());
  std::vector<double> magnitudes = folded(histogram, merge);
  // Zero is a byte of its own: how often a ReLU gave it says nothing about the reach.
  magnitudes[0] = std::min(magnitudes[0], magnitudes[1]);
  const bool is_one_sided = histogram.low() == 0 || histogram.high() == 0;
  const int64_t steps = is_one_sided ? kStepsOfOne : kStepsOfTwo;
  double total = 0;
  int64_t used = 0;
  for (int64_t i = 0; i < kSide / merge; ++i) {
    total += magnitudes[static_cast<size_t>(i)];
    if (magnitudes[static_cast<size_t>(i)] > 0) used = i + 1;
  }
  double best = std::numeric_limits<double>::infinity();
  int64_t kept = used;
  const int64_t stride = std::max<int64_t>(1, used / 512);
  for (int64_t tried = std::min(used, steps); tried <= used; tried += stride) {
    const double lost = divergence(magnitudes, steps, tried, total);
    if (lost <= best) {
      best = lost;
      kept = tried;
    }
  }
  return clipped_to(histogram, static_cast<double>(kept * merge) * histogram.bin_width());
}

/// Rounding costs a twelfth of a squared step on average; clipping what it cuts off, squared.
double square_error(const Histogram& histogram, const Range& range) {
  const double step = (range.high - range.low) / 255;
  double error = 0;
  for (int64_t i = 0; i < Histogram::kBins; ++i) {
    const auto weight = static_cast<double>(histogram.bin(i));
    if (weight == 0) continue;
    const double value = histogram.center(i);
    const double cut = value - std::clamp(value, range.low, range.high);
    error += weight * (cut * cut + step * step / 12);
  }
  return error;
}

Range mse_range(const Histogram& histogram) {
  Range best{histogram.low(), histogram.high()};
  double least = square_error(histogram, best);
  const double reach = std::max(-histogram.low(), histogram.high());
  for (int i = 1; i < kReachesTried; ++i) {
    const Range tried = clipped_to(histogram, reach * i / kReachesTried);
    const double error = square_error(histogram, tried);
    if (error < least) {
      least = error;
      best = tried;
    }
  }
  return best;
}

Range range_by(const Histogram& histogram, const RangeOptions& options) {
  switch (options.method) {
    case Method::kMinMax:
      break;
    case Method::kPercentile:
      return percentile_range(histogram, options.percentile);
    case Method::kEntropy:
      return entropy_range(histogram);
    case Method::kMse:
      return mse_range(histogram);
  }
  return {histogram.low(), histogram.high()};
}

}  // namespace

const char* to_string(Method method) {
  for (const NamedMethod& named : kMethods) {
    if (named.method == method) return named.name;
  }
  return "unknown";
}

std::optional<Method> method_from_string(const std::string& word) {
  for (const NamedMethod& named : kMethods) {
    if (word == named.name) return named.method;
  }
  return std::nullopt;
}

Range choose_range(const Histogram& histogram, const RangeOptions& options) {
  const Range whole{histogram.low(), histogram.high()};
  if (whole.high - whole.low < 1e-30) return {0, 1};
  const Range chosen = range_by(histogram, options);
  return chosen.high - chosen.low < 1e-30 ? whole : chosen;
}

}  // namespace nightjar::quantize
