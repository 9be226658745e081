// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How many OpenMP threads a measuring program gets, and that each stays on a core of its own.
#pragma once

#include <string>
#include <vector>

namespace nightjar::worker {

/// "NAME=value" for a child that measures with `threads` threads; nothing for 0, which leaves the
/// choice to the child. Where threads sit and how they wait is left alone where this process's own
/// environment says it.
std::vector<std::string> thread_environment(int threads);

}  // namespace nightjar::worker
