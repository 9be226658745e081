// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the gemm family, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* gemm_plain_tactic();
const Tactic* gemm_onednn_tactic();
const Tactic* gemm_product_tactic();

}  // namespace nightjar::kernels
