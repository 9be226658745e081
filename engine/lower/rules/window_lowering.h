// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Strides, pads and dilations of convolutions and poolings, with auto_pad worked out.
#pragma once

#include "engine/lower/lowering.h"
#include "kernels/common/activation.h"
#include "kernels/common/window.h"

namespace nightjar::lower::rules {

/// The window over input 0. SAME pads need spatial extents that are known.
Result<kernels::Window> read_window(const Lowering& lowering, const tensor::Dims& kernel);

/// `activation`, `alpha` and `beta` of a fused op.
Result<kernels::Activation> read_activation(const Lowering& lowering);

}  // namespace nightjar::lower::rules
