// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Copies a box of elements between two tensors with strides of their own.
#pragma once

#include <cstdint>
#include <vector>

namespace nightjar::kernels::movement {

/// Strides count elements.
struct CopyAxis {
  int64_t extent = 1, from_stride = 0, to_stride = 0;
};

/// A box to copy, outermost axis first; no two of its elements may share a target.
class StridedCopy {
 public:
  /// Elements of 1, 2, 4, 8 or 16 bytes.
  StridedCopy(std::vector<CopyAxis> axes, int64_t element_bytes);

  void run(const void* from, void* to, int threads) const;

 private:
  /// How the inner loops go: whole runs of bytes, or tiles of two axes that are dense on one side
  /// each, or one axis with any strides.
  enum class Inner : uint8_t { kRun, kTile, kSpaced };

  /// Where one combination of the outer axes begins on both sides.
  struct Place {
    int64_t from = 0, to = 0;
  };

  Place place_of(int64_t index) const;
  void run_inner(const char* from, char* to) const;

  std::vector<CopyAxis> outer_;
  CopyAxis across_, along_;  ///< across_ is used by tiles only.
  Inner inner_ = Inner::kRun;
  int64_t element_bytes_ = 1;
  int64_t outer_count_ = 1;
  bool is_empty_ = false;
};

}  // namespace nightjar::kernels::movement
