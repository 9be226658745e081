// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Our own product over windows that share the lines they read: the lines under one row of the
// result are laid out once with their pads, and neighbouring windows overlap there.
#pragma once

#include <memory>

#include "kernels/common/tactic.h"
#include "kernels/conv/conv.h"
#include "kernels/product/tile.h"

namespace nightjar::kernels {

/// Two spatial axes, taps of a line next to each other, channels last or few of them in planes.
/// `conv` has one group.
bool may_read_strips(const ConvProblem& conv);

/// Of a bound convolution over float32; `columns` are its weights, packed for `shape` with rows in
/// the order of WindowRows, and outlive what is made.
std::unique_ptr<Launchable> make_strip_conv(const ConvProblem& conv, const TileShape& shape,
                                            const float* columns, int threads);

}  // namespace nightjar::kernels
