// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How a tensor's logical axes lie in memory, and its physical extents.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/tensor/shape.h"

namespace nightjar::tensor {

/// Row-major in logical order, or one of two orders for tensors of rank 3 to 5 whose axis 1 is
/// the channel: channels last, or channels in blocks of 16 (only when 16 divides them).
enum class Layout : uint8_t { kRowMajor = 0, kChannelsLast = 1, kChannelsBlocked16 = 2 };

inline constexpr int64_t kChannelBlock = 16;

std::string_view name_of(Layout layout);  ///< row_major, channels_last, channels_blocked16

/// Whether a tensor of this shape can lie in `layout`.
bool layout_fits(Layout layout, const Shape& shape);

/// The extents as they lie in memory, outermost first: NxCxHxW becomes NxHxWxC or
/// Nx(C/16)xHxWx16. Row-major tensors keep theirs.
Shape physical_shape(Layout layout, const Shape& shape);
Dims physical_dims(Layout layout, const Dims& dims);

/// The physical axis that holds logical `axis` of a tensor of rank `rank`. For the blocked channel
/// it is the outer one of the two.
int physical_axis(Layout layout, int rank, int axis);

}  // namespace nightjar::tensor
