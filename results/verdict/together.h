// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// All series of a run are as many tests: what is asked of each depends on the others.
#pragma once

#include <span>

#include "results/record/verdict.h"
#include "results/verdict/policy.h"

namespace nightjar::verdict {

/// The policy by which a run's series are judged for good, from verdicts by `policy` alone. Among
/// the latencies it believes changed, at most `policy.false_discovery_rate` are expected to be
/// false (Benjamini and Hochberg 1995): with 2,000 series three deviations happen by chance every
/// night. Never asks for less than `policy` does, and does for layers' support in proportion.
Policy judged_together(std::span<const record::Verdict> verdicts, const Policy& policy = {});

}  // namespace nightjar::verdict
