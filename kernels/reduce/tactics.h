// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the reduce family beside the plain one, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* reduce_bytes_tactic();
const Tactic* reduce_columns_tactic();

}  // namespace nightjar::kernels
