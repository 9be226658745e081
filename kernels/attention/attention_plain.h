// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens attention problems on the CPU, without oneDNN.
#pragma once

#include <memory>

#include "kernels/attention/attention.h"

namespace nightjar::kernels::attention {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::attention
