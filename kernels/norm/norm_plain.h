// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens norm problems on the CPU, without oneDNN.
#pragma once

#include <memory>

#include "kernels/norm/norm.h"

namespace nightjar::kernels::norm {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

/// The lp kind.
Result<std::unique_ptr<Launchable>> open_lp(const NormProblem& problem, int threads);

}  // namespace nightjar::kernels::norm
