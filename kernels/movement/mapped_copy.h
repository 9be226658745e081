// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Copies where each output axis looks its input index up in a table: slices, pads, tiles, nearest
// neighbours.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/tensor/shape.h"

namespace nightjar::kernels::movement {

/// The input index of every output index of one axis; kFill where the fill value goes.
using AxisMap = std::vector<int64_t>;
inline constexpr int64_t kFill = -1;

AxisMap identity_map(int64_t extent);

/// output[i, j, …] = input[maps[0][i], maps[1][j], …].
class MappedCopy {
 public:
  MappedCopy(const tensor::Dims& input, std::vector<AxisMap> maps, int64_t element_bytes);

  /// `fill` is one element, or nullptr for zeros.
  void run(const void* from, void* to, const void* fill, int threads) const;

 private:
  /// Consecutive output elements whose inputs are consecutive too, or all fill.
  struct Run {
    int64_t from = 0, to = 0, count = 0;
  };
  void copy_row(const char* from, char* to, const char* fill) const;
  void fill_run(char* to, int64_t count, const char* fill) const;

  std::vector<AxisMap> outer_;
  std::vector<int64_t> strides_;  ///< Of the input, for each outer axis, in blocks.
  std::vector<Run> runs_;         ///< Of the innermost mapped axis.
  int64_t row_ = 1;               ///< Blocks in a row of the output.
  int64_t block_ = 1;             ///< Elements that always move together.
  int64_t element_bytes_ = 1;
  int64_t outer_count_ = 1;
};

}  // namespace nightjar::kernels::movement
