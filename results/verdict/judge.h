// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One measurement and its past in, one verdict out. Pure: no clock, no store.
#pragma once

#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/verdict/baseline.h"
#include "results/verdict/policy.h"

namespace nightjar::verdict {

/// How many points of a series to fetch so that enough usable ones are among them.
inline constexpr int64_t kHistoryToFetch = 100;

/// Judges latency and accuracy together; the worse of the two decides. `reference` is the whole
/// measurement of the baseline's newest point, so that its layers can be compared; null when there
/// is none. `proof` is what repeating both sides came to, and overrules what was only suspected of
/// the latency; null when nothing was repeated.
record::Verdict judge(const record::Measurement& measurement, const Baseline& baseline,
                      const record::Measurement* reference, const Policy& policy = {},
                      const record::Proof* proof = nullptr);

}  // namespace nightjar::verdict
