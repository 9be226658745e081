// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/relevance.h"

namespace nightjar::verdict {

Relevance judge_relevance(double change, double threshold) {
  // Rounding in a ratio must not decide a change that is exactly the threshold.
  constexpr double kRounding = 1e-9;
  const double ratio = 1 + change, limit = 1 + threshold - kRounding;
  if (ratio >= limit) return Relevance::kWorse;
  if (ratio > 0 && 1 / ratio >= limit) return Relevance::kBetter;
  return Relevance::kNone;
}

}  // namespace nightjar::verdict
