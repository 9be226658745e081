// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "results/verdict/accuracy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "results/record/units.h"

namespace nightjar::verdict {
namespace {

struct LimitCheck {
  const char* name;
  double value;
  std::optional<double> limit;
  bool is_upper;  ///< Otherwise the limit is a lower one.

  bool is_broken() const {
    if (!limit) return false;
    return is_upper ? !(value <= *limit) : !(value >= *limit);
  }
};

/// A sentence for the first limit that is broken, or nothing.
std::string broken_limit(const record::Accuracy& accuracy, const scenarios::Limits& limits) {
  const bool has_labels = accuracy.label_count > 0;
  const LimitCheck checks[] = {
      {"cosine", accuracy.cosine, limits.min_cosine, false},
      {"largest relative error", accuracy.max_relative_error, limits.max_relative_error, true},
      {"top-1 agreement", accuracy.top1_agreement, limits.min_top1_agreement, false},
      {"label accuracy", accuracy.label_accuracy,
       has_labels ? limits.min_label_accuracy : std::nullopt, false}};
  for (const LimitCheck& check : checks) {
    if (check.is_broken()) {
      return fmt::format("{} {:.6g} is {} the suite's limit {:.6g}", check.name, check.value,
                         check.is_upper ? "above" : "below", *check.limit);
    }
  }
  return {};
}

AccuracyJudgement judge_labels(const record::Accuracy& accuracy, double threshold,
                               const Baseline& baseline) {
  const auto earlier = baseline.label_accuracy();
  if (!earlier || accuracy.label_count == 0) return {};
  const double drop = *earlier - accuracy.label_accuracy;
  const double items = std::fabs(drop) * static_cast<double>(accuracy.label_count);
  if (std::fabs(drop) < threshold || items < 1.5) return {};
  const std::string sentence = fmt::format("label accuracy is {} against {} before, on {} items",
                                           record::human_percent(accuracy.label_accuracy),
                                           record::human_percent(*earlier), accuracy.label_count);
  return {drop > 0 ? Relevance::kWorse : Relevance::kBetter, sentence};
}

}  // namespace

AccuracyJudgement judge_accuracy(const std::optional<record::Accuracy>& accuracy,
                                 const scenarios::Limits& limits, const Baseline& baseline) {
  if (!accuracy) return {};
  std::string broken = broken_limit(*accuracy, limits);
  if (!broken.empty()) return {Relevance::kWorse, std::move(broken)};
  return judge_labels(*accuracy, limits.accuracy_threshold, baseline);
}

}  // namespace nightjar::verdict
