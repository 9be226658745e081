// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the pointwise family beside the plain one, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* pointwise_bytes_tactic();
const Tactic* pointwise_table_tactic();
const Tactic* pointwise_blocks_tactic();

}  // namespace nightjar::kernels
