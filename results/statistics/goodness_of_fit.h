// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Do values follow a given distribution.
#pragma once

#include <functional>
#include <span>

namespace nightjar::statistics {

/// p of Kolmogorov and Smirnov's test against the distribution function `cdf`, by Kolmogorov's
/// limit with Stephens' correction for the count (1970). 1 for no values.
double kolmogorov_smirnov_p(std::span<const double> values,
                            const std::function<double(double)>& cdf);

}  // namespace nightjar::statistics
