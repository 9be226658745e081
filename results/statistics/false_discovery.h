// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Many tests at once: which of them are believed.
#pragma once

#include <span>
#include <vector>

namespace nightjar::statistics {

/// Benjamini and Hochberg's adjusted p (1995), in the order given: believing those of at most q
/// makes the expected share of false ones among them at most q. For tests that are independent or
/// move together.
std::vector<double> false_discovery_rates(std::span<const double> p);

}  // namespace nightjar::statistics
