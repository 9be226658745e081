// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Windows of one tap are rows of a product as they lie in memory.
#pragma once

#include <optional>

#include "kernels/conv/conv.h"
#include "kernels/product/tile.h"

namespace nightjar::kernels {

/// Whether all windows have one tap and meet every position once, and the values of one are
/// neighbours, for some extents at least. `conv` has one group.
bool may_read_in_place(const ConvProblem& conv);

/// The windows of a bound convolution, one for each image and output position, without their data;
/// nothing where they cannot be read so, or are not all at one stride.
std::optional<LeftRows> rows_in_place(const ConvProblem& conv);

}  // namespace nightjar::kernels
