// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Could a series without any change, but with this one's memory, have looked like it?
#pragma once

#include <span>

namespace nightjar::changes {

/// Chance that a window without a change shows as large a peak. Such windows are simulated from an
/// autoregression of the window's normal scores with its own innovations drawn again (the sieve
/// bootstrap, Bühlmann 1997), and treated as the real one is, with noise that is estimated anew;
/// the tail is Gumbel's, fitted by moments. Memory that lasts longer than one value is seen here
/// and nowhere else. Deterministic.
double chance_without_change(std::span<const double> window);

}  // namespace nightjar::changes
