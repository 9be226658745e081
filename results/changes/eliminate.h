// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Takes the least certain changes out, one after the other.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "results/changes/levels.h"

namespace nightjar::changes {

/// Chance of change `which` of `positions`, which depends on its place and its two neighbours'.
using ChanceOf = std::function<double(const Positions& positions, size_t which)>;

/// Takes out the least certain change, again and again, until all chances are at most
/// `significance`; returns those of the changes left. Only the neighbours of a change that was
/// taken out are asked for anew.
std::vector<double> eliminate(const ChanceOf& chance_of, double significance, Positions& positions);

}  // namespace nightjar::changes
