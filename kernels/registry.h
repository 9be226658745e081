// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The list of families. A new family adds its line in registry.cc.
#pragma once

#include <vector>

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

/// Appends the tactics of every family, families in name order, plain first within each.
void register_families(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
