// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The tactics of the quantised families, one a file.
#pragma once

#include "kernels/common/tactic.h"

namespace nightjar::kernels {

const Tactic* quantized_conv_plain_tactic();
const Tactic* quantized_conv_onednn_tactic();
const Tactic* quantized_conv_depthwise_tactic();
const Tactic* quantized_gemm_plain_tactic();
const Tactic* quantized_gemm_onednn_tactic();

}  // namespace nightjar::kernels
