// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where exactly a change happened, once it is known that it did.
#pragma once

#include <span>

#include "results/changes/levels.h"
#include "results/changes/noise.h"

namespace nightjar::changes {

/// Moves each change, within 25 values, to where the series is most likely. The density of an
/// innovation is estimated from those far from the change (Rosenblatt 1956, Parzen 1962; with some
/// of Cauchy's for outliers), so that two modes, a skew or a sharp edge tell the sides apart by
/// more than their means do; the first value of the new level is judged from the last of the old
/// one.
Positions locate(std::span<const double> values, const Noise& noise, Positions positions);

}  // namespace nightjar::changes
