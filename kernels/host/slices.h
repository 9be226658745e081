// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Slices of a tensor along an axis, of any element type, for host ops that choose some of them.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::kernels {

/// A tensor seen as outer x extent x inner around one axis.
struct AxisView {
  int64_t outer = 1;
  int64_t extent = 1;
  int64_t inner = 1;
};

/// Refuses an axis out of range; negative ones count from the back.
Result<size_t> wrap_axis(int64_t axis, size_t rank);
AxisView view_of(const tensor::Dims& dims, size_t axis);

/// The slices `picks` along `axis`, in their order; each must be within the extent. Elements are
/// whole bytes or strings.
tensor::HostTensor pick_slices(const tensor::HostTensor& from, size_t axis,
                               std::span<const int64_t> picks);

}  // namespace nightjar::kernels
