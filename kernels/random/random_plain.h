// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens random problems on the CPU.
#pragma once

#include <memory>

#include "kernels/random/random.h"

namespace nightjar::kernels::random {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::random
