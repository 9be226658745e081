// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the pool family, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* pool_plain_tactic();
const Tactic* pool_onednn_tactic();

}  // namespace nightjar::kernels
