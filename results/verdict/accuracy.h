// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Accuracy judged beside latency: against the suite's limits and against earlier runs.
#pragma once

#include <optional>
#include <string>

#include "results/record/record.h"
#include "results/verdict/baseline.h"
#include "results/verdict/relevance.h"
#include "scenarios/scenario.h"

namespace nightjar::verdict {

struct AccuracyJudgement {
  Relevance relevance = Relevance::kNone;
  std::string sentence;  ///< Empty when there is nothing to say.
};

/// Worse when a limit is broken (a figure that is not a number breaks it), or when label accuracy
/// fell below the baseline's by the threshold and by more than one item. The engine's answers do
/// not vary from run to run, so one item of leeway is all the noise there is.
AccuracyJudgement judge_accuracy(const std::optional<record::Accuracy>& accuracy,
                                 const scenarios::Limits& limits, const Baseline& baseline);

}  // namespace nightjar::verdict
