// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Keeps the talking half off the cores that are measured on.
#pragma once

#include <vector>

namespace nightjar::worker {

/// Moves the calling thread, and those it will start, to the allowed cores that are not in
/// `measured`. Stays where it is when there are none: it sleeps nearly always.
void talk_beside(const std::vector<int>& measured);

}  // namespace nightjar::worker
