// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From a histogram to the range that bytes are spread over.
#pragma once

#include <optional>
#include <string>

#include "engine/quantize/histogram.h"

namespace nightjar::quantize {

/// How much of what was seen the bytes shall reach.
enum class Method : uint8_t {
  kMinMax,      ///< All of it.
  kPercentile,  ///< All but a share at either end.
  kEntropy,     ///< The reach whose steps lose the least information (Kullback-Leibler).
  kMse,         ///< The reach with the least mean square error of rounding and clipping.
};
const char* to_string(Method method);  ///< minmax, percentile, entropy, mse
std::optional<Method> method_from_string(const std::string& word);

/// Holds zero: low <= 0 <= high, and not both are zero.
struct Range {
  double low = 0, high = 0;
  bool operator==(const Range&) const = default;
};

struct RangeOptions {
  Method method = Method::kEntropy;
  double percentile = 99.99;  ///< Of kPercentile: between 50 and 100.
};

/// An empty histogram, or one of zeros alone, gives [0, 1].
Range choose_range(const Histogram& histogram, const RangeOptions& options);

}  // namespace nightjar::quantize
