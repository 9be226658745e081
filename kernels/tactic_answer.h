// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What one tactic answers on host tensors.
#pragma once

#include <span>
#include <vector>

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

/// Prepares, opens and runs a tactic of the CPU once on a bound problem. `inputs[i]` undefined
/// where absent; none counts as constant.
Result<std::vector<tensor::HostTensor>> answer_of(const Tactic& tactic, const Problem& problem,
                                                  std::span<const tensor::HostTensor> inputs);

}  // namespace nightjar::kernels
