// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens select problems on the CPU: one line along the axis at a time.
#pragma once

#include <memory>

#include "kernels/select/select.h"

namespace nightjar::kernels::select {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::select
