// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the reformat family, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* reformat_plain_tactic();
const Tactic* reformat_onednn_tactic();

}  // namespace nightjar::kernels
