// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/registry.h"

#include "kernels/pointwise/pointwise.h"

namespace nightjar::kernels {

void register_families(std::vector<const Tactic*>& tactics) {
  register_pointwise(tactics);
}

}  // namespace nightjar::kernels
