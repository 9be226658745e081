// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens reduce problems on the CPU, without oneDNN.
#pragma once

#include <memory>

#include "kernels/reduce/reduce.h"

namespace nightjar::kernels::reduce {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

}  // namespace nightjar::kernels::reduce
