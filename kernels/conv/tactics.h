// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the conv family, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* conv_plain_tactic();
const Tactic* conv_onednn_tactic();
const Tactic* conv_product_tactic();
const Tactic* conv_depthwise_tactic();

}  // namespace nightjar::kernels
