// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Lays the windows of an image out as the right-hand matrix of a packed product.
#pragma once

#include "kernels/conv/conv_geometry.h"

namespace nightjar::kernels {

/// `image` holds `channels` planes of the wide extents. The matrix has a row for every channel and
/// kernel position and a column for every narrow position; padding reads as zero.
template <typename T>
void pack_window_columns(const ConvGeometry& geometry, const T* image, int64_t channels, T* packed,
                         int threads);

}  // namespace nightjar::kernels
