// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Several callers at once: one thread each.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "base/result.h"

namespace nightjar::measure {

/// Runs body(0) to body(count - 1) at once, in a thread each, and waits for all of them; a single
/// one runs in this thread. The threads may use all of `cores`, whichever this one is bound to;
/// with none they stay where it is. The first error by number is returned.
Status in_threads(size_t count, const std::vector<int>& cores,
                  const std::function<Status(size_t)>& body);

}  // namespace nightjar::measure
