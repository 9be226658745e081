// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A box of elements that changes place on the GPU: transposes, slices, pads, tiles, parts.
#pragma once

#include <cstdint>

namespace nightjar::kernels::cuda {

/// What an index outside of the input becomes.
enum class Outside : int32_t { kNever, kFill, kEdge, kReflect, kWrap };

/// Output index i of an axis reads input index start + i * step.
struct MoveAxis {
  int64_t extent = 1, from_extent = 1;
  int64_t from_stride = 0, to_stride = 0;
  int64_t start = 0, step = 1;
  Outside outside = Outside::kNever;
};

/// Of the two last axes only one side of a diagonal is kept.
enum class Keep : int32_t { kAll, kUpper, kLower };

struct Move {
  static constexpr int kMaxAxes = 8;
  const void* from = nullptr;
  void* to = nullptr;
  const void* fill = nullptr;  ///< One element; zero when null.
  int32_t element_bytes = 1;   ///< 1, 2, 4, 8 or 16.
  int32_t rank = 0;
  int64_t count = 0;
  Keep keep = Keep::kAll;
  int64_t diagonal = 0;
  MoveAxis axes[kMaxAxes];  ///< Outermost first.
};

/// cudaError_t of the launch. `stream` is a cudaStream_t.
int launch_move(const Move& move, void* stream);

}  // namespace nightjar::kernels::cuda
