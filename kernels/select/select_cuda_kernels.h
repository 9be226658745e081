// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Launches of arg-max, top-k and running sums.
#pragma once

#include <cstdint>

namespace nightjar::kernels::cuda {

enum class SelectType : int32_t { kFloat32, kFloat16, kBFloat16, kInt32, kInt64 };

/// x seen as [outer, count, inner]; a line runs along the middle axis.
struct Lines {
  const void* x = nullptr;
  int64_t outer = 1, count = 1, inner = 1;
};

struct TopK {
  void* values = nullptr;  ///< Either may be absent.
  int64_t* indices = nullptr;
  int64_t k = 1;
  bool largest = true;
};

/// cudaError_t of the launch. `stream` is a cudaStream_t. NaN counts as larger than everything.
int launch_extreme(const Lines& lines, SelectType type, bool is_max, bool last, int64_t* y,
                   void* stream);
/// Every element counts those before it, so that lines should have some thousands at most.
int launch_top_k(const Lines& lines, SelectType type, const TopK& top, void* stream);
int launch_running_sum(const Lines& lines, SelectType type, bool exclusive, bool reverse, void* y,
                       void* stream);

}  // namespace nightjar::kernels::cuda
