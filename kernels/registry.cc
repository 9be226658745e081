// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/registry.h"

namespace nightjar::kernels {

void register_families(std::vector<const Tactic*>&) {}

}  // namespace nightjar::kernels
