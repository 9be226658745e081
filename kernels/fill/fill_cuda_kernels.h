// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The launch of ranges of numbers.
#pragma once

#include <cstdint>

namespace nightjar::kernels::cuda {

enum class RangeType : int32_t { kInt32, kInt64, kFloat32, kFloat64 };

/// to[i] = first + i * step; floats are computed in double precision.
struct RangeFill {
  const void* first = nullptr;
  const void* step = nullptr;
  void* to = nullptr;
  int64_t count = 0;
};

/// cudaError_t of the launch. `stream` is a cudaStream_t.
int launch_range(const RangeFill& fill, RangeType type, void* stream);

}  // namespace nightjar::kernels::cuda
