// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the conv_transpose family, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* conv_transpose_plain_tactic();
const Tactic* conv_transpose_onednn_tactic();

}  // namespace nightjar::kernels
