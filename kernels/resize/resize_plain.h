// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens resize problems on the CPU: nearest as a mapped copy, the others one axis after the other.
#pragma once

#include <memory>

#include "kernels/resize/resize.h"

namespace nightjar::kernels::resize {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::resize
