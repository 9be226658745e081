// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Resizing on NVIDIA GPUs.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* resize_cuda_tactic();

}  // namespace nightjar::kernels
