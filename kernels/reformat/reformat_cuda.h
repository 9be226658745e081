// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reformat on NVIDIA GPUs.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* reformat_cuda_tactic();
const Tactic* reformat_interleave_tactic();

}  // namespace nightjar::kernels
