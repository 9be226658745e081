// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Launches of gathers and scatters: pieces of memory whose places are read from memory.
#pragma once

#include <cstdint>

namespace nightjar::kernels::cuda {

/// Where piece `i` lies in the data, by which piece of the other side it belongs to. An index
/// outside leaves zeros behind, or writes nothing: a launch cannot fail any more.
struct IndexedMove {
  static constexpr int kMaxAxes = 8;
  const void* from = nullptr;
  const void* indices = nullptr;
  void* to = nullptr;
  bool wide_indices = true;  ///< int64, else int32.
  bool scatters = false;     ///< Pieces of `to` are indexed, not of `from`.
  int32_t element_bytes = 1, width = 1;
  int64_t count = 0;  ///< Pieces.
  int64_t piece = 1;  ///< Elements in a piece.
  /// Piece i has the tuple i / repeat % tuples of `width` indices, or with `by_element` the index
  /// i.
  int64_t repeat = 1, tuples = 1;
  int64_t batch = 1, batch_stride = 0;  ///< Pieces that share a batch, and its elements.
  int64_t extents[kMaxAxes] = {}, strides[kMaxAxes] = {};  ///< Of the indexed axes, in elements.
  /// Further axes that piece i walks along: its own coordinates times these strides.
  int32_t rank = 0;
  int64_t dims[kMaxAxes] = {}, walk[kMaxAxes] = {};
};

struct OneHot {
  const void* indices = nullptr;
  const void* values = nullptr;
  void* to = nullptr;
  int32_t index_kind = 0;  ///< 0 int32, 1 int64, 2 float.
  int32_t element_bytes = 1;
  int64_t count = 0, depth = 1, inner = 1;
};

/// cudaError_t of the launch. `stream` is a cudaStream_t.
int launch_indexed_move(const IndexedMove& move, void* stream);
int launch_one_hot(const OneHot& problem, void* stream);

}  // namespace nightjar::kernels::cuda
