// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Attention on NVIDIA GPUs.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* attention_cuda_tactic();

}  // namespace nightjar::kernels
