// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Strides, pads and dilations of convolutions and poolings, with auto_pad worked out.
#pragma once

#include "engine/lower/lowering.h"
#include "kernels/common/activation.h"
#include "kernels/common/window.h"

namespace nightjar::lower::rules {

/// The attributes as they stand; auto_pad other than NOTSET leaves the pads zero.
Result<kernels::Window> written_window(const Lowering& lowering, size_t rank);

/// Input 0 and the window that slides over it.
struct WindowedInput {
  Argument x;
  kernels::Window window;
};

/// SAME pads that depend on symbolic extents become a step of their own, which puts `fill` around
/// input 0 (zeros when it is absent); its window then has no pads.
Result<WindowedInput> read_window(Lowering& lowering, const tensor::Dims& kernel,
                                  const tensor::HostTensor& fill = {});

/// `activation`, `alpha` and `beta` of a fused op.
Result<kernels::Activation> read_activation(const Lowering& lowering);

}  // namespace nightjar::lower::rules
