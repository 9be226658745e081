// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens roi_pool problems on the CPU: aligned ones in roi_align_plain.cc, whole pixels in
// roi_max_plain.cc.
#pragma once

#include <memory>

#include "kernels/roi_pool/roi_pool.h"

namespace nightjar::kernels::roi_pool {

Result<std::unique_ptr<Launchable>> open_align(const RoiPoolProblem& problem, int threads);
Result<std::unique_ptr<Launchable>> open_max(const RoiPoolProblem& problem, int threads);

}  // namespace nightjar::kernels::roi_pool
