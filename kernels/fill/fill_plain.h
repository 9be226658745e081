// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens fill problems on the CPU.
#pragma once

#include <memory>

#include "kernels/fill/fill.h"

namespace nightjar::kernels::fill {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::fill
