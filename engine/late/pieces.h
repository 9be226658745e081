// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Cutting host tensors along an axis and putting them together again, whatever their type.
#pragma once

#include <span>

#include "base/result.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::late {

/// Elements [begin, begin + count) along `axis`, which must be in range.
tensor::HostTensor cut(const tensor::HostTensor& whole, size_t axis, int64_t begin, int64_t count);

/// Joins along `axis`; types, ranks and the other extents must agree. Not for an empty list.
Result<tensor::HostTensor> join(std::span<const tensor::HostTensor> pieces, size_t axis);

/// The same along a new axis in front of `axis`.
Result<tensor::HostTensor> stack(std::span<const tensor::HostTensor> pieces, size_t axis);

/// Without an axis of extent one.
tensor::HostTensor without_axis(const tensor::HostTensor& tensor, size_t axis);

}  // namespace nightjar::late
