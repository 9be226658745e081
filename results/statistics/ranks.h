// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Values replaced by their order, so that no outlier can weigh more than its place.
#pragma once

#include <span>
#include <vector>

namespace nightjar::statistics {

/// Ranks from 1 on; equal values share the mean of theirs.
std::vector<double> mid_ranks(std::span<const double> values);

/// The normal quantile of each rank (Blom's positions, (rank - 3/8) / (n + 1/4)), moved so that
/// their mean is zero.
std::vector<double> normal_scores(std::span<const double> values);

}  // namespace nightjar::statistics
