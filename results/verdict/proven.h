// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From suspicion to proof: which verdicts ask for repeats, and what the repeats make of them.
#pragma once

#include <span>
#include <vector>

#include "results/record/proof.h"
#include "results/record/run.h"
#include "results/record/verdict.h"
#include "results/verdict/baseline.h"

namespace nightjar::verdict {

/// Whether the latency changed by enough to matter and one measurement is all that says so, for the
/// worse or for the better.
bool is_suspicious(const record::Verdict& verdict);

/// The earlier runs whose sides stand for what was normal, the one to prefer first: the newest
/// with a median within `threshold` of the baseline's, at most `most`. A run that was slow itself
/// would prove the new one right.
std::vector<record::SeriesPoint> typical_points(const Baseline& baseline, double threshold,
                                                size_t most);

/// Rewrites kind, sentence and what would change the mind of a verdict on latency. An outcome of
/// kUnproven leaves the kind as it was.
void overrule(const record::Proof& proof, record::Verdict& verdict);

}  // namespace nightjar::verdict
