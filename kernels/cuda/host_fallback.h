// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The plain CPU kernel of every family as a tactic for a GPU, with copies there and back.
#pragma once

#include <vector>

#include "kernels/common/tactic.h"

namespace nightjar::kernels::cuda {

/// Appends "<family>.host.v1" for the plain tactic of every family in the list.
void register_host_fallbacks(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels::cuda
