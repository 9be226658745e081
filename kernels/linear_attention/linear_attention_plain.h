// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens linear attention problems on the CPU.
#pragma once

#include <memory>

#include "kernels/linear_attention/linear_attention.h"

namespace nightjar::kernels::linear_attention {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::linear_attention
