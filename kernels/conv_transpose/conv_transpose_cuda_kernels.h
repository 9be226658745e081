// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of transposed convolution.
#pragma once

#include "kernels/conv/conv_cuda_kernels.h"

namespace nightjar::kernels::cuda {

/// In the words of the convolution that it transposes back: `extent` and x_* describe its input,
/// out_extent and y_* its output; w lies [channels][outputs_each][taps] for each group.
int launch_direct_conv_transpose(const DirectConv& problem, Element element, void* stream);

}  // namespace nightjar::kernels::cuda
