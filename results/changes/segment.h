// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Candidates for changes: seeded binary segmentation, and the pruning of those that do not last.
#pragma once

#include <span>
#include <vector>

#include "results/changes/levels.h"
#include "results/changes/noise.h"

namespace nightjar::changes {

/// Splits `innovations` where a window's peak is least likely by chance, as long as that chance is
/// at most `significance`, and goes on in both halves. The windows are the whole half and those of
/// a fixed grid of lengths and places (Kovács et al. 2023), so that a short pulse between two equal
/// levels is seen as well as one lasting change.
Positions segment(std::span<const double> innovations, const Noise& noise, double significance);

/// Chance of change `which` between its two neighbours: of a peak of its height anywhere, in as
/// many such windows as the series has room for. May exceed 1.
double chance_between(std::span<const double> innovations, const Noise& noise,
                      const Positions& positions, size_t which);

/// Takes out the least certain change, again and again, until all are at most `significance`.
Positions prune(std::span<const double> innovations, const Noise& noise, Positions positions,
                double significance);

}  // namespace nightjar::changes
