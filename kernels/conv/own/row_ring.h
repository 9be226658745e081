// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The rows of an image that a window reaches over, laid out with their pads while it moves down.
#pragma once

#include <algorithm>
#include <cstdint>

namespace nightjar::kernels {

struct RingShape {
  int64_t row_count = 0;   ///< Rows that are kept.
  int64_t row_floats = 0;  ///< Of a row with its pads.

  int64_t floats() const { return row_count * row_floats; }
};

/// Rows are only ever added below; `memory` holds shape.floats() and is zeroed.
class RowRing {
 public:
  RowRing(const RingShape& shape, float* memory, int64_t first)
      : shape_(shape), memory_(memory), top_(first), next_(first) {
    std::fill_n(memory, shape.floats(), 0.0f);
  }

  /// Calls lay_out(row, to) for each row that is not there yet of those from `first` on. What it
  /// leaves alone keeps what the place held before: zeros in the pads.
  template <typename LayOut>
  void move_to(int64_t first, const LayOut& lay_out) {
    while (first - top_ >= shape_.row_count) top_ += shape_.row_count;
    for (next_ = std::max(next_, first); next_ < first + shape_.row_count; ++next_) {
      lay_out(next_, place_of(next_));
    }
  }

  /// A row among those that were asked for last.
  const float* row(int64_t row) const { return place_of(row); }

 private:
  float* place_of(int64_t row) const {
    int64_t place = row - top_;
    if (place >= shape_.row_count) place -= shape_.row_count;
    return memory_ + place * shape_.row_floats;
  }

  RingShape shape_;
  float* memory_;
  int64_t top_;   // a row that lies in the first place, not below the first one wanted
  int64_t next_;  // the first row that was never laid out
};

}  // namespace nightjar::kernels
