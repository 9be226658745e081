// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Small networks in which values decide shapes or how often something runs.
#pragma once

#include "engine/network/network.h"

namespace nightjar::fakes {

/// x[N] -> its positive elements.
network::Network picks_positive_elements();

/// (condition, x[2]) -> 2x or -x, by an If whose branches capture x.
network::Network doubles_or_negates();

/// (rounds, state[1], step[1]) -> last state, all states stacked: a Loop that captures step and
/// stops above ten.
network::Network adds_until_above_ten();

/// (state[2], rows[M, 2]) -> last sum, sums stacked: a Scan, from the last row on when reversed.
network::Network running_sum(bool reversed);

/// x[N, 4] -> a matrix product, of which the rows with a positive first element go through another.
network::Network filters_between_products();

}  // namespace nightjar::fakes
