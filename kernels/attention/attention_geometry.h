// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Extents and strides of a bound attention: what every kernel of the family walks by.
#pragma once

#include "kernels/attention/attention.h"

namespace nightjar::kernels {

/// Element (b, h, s, d) of an operand lies at start + b * batch + h * head + s * row + d.
struct HeadStrides {
  int64_t start = 0, batch = 0, head = 0, row = 0;

  int64_t at(int64_t b, int64_t h, int64_t s) const {
    return start + b * batch + h * head + s * row;
  }
};

struct AttentionGeometry {
  int64_t batch = 0, heads = 0, groups = 0, queries = 0, keys = 0;
  int64_t depth = 0;  ///< Columns of a head of q and k.
  int64_t width = 0;  ///< Columns of a head of v and y.
  HeadStrides q, k, v, y;
  std::array<int64_t, 4> mask = {};  ///< Strides over [B, H, S, T]; 0 where it repeats.

  /// The head of k and v that head `h` of q looks at.
  int64_t group_of(int64_t h) const { return h / (heads / groups); }
};

/// Refuses extents that do not belong together. `problem` is bound.
Result<AttentionGeometry> attention_geometry(const AttentionProblem& problem);

}  // namespace nightjar::kernels
