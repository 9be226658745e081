// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Queries, keys or values as the fused Attention reads them: where they lie, if strides can say it.
#pragma once

#include <optional>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

struct HeadOperand {
  network::TensorId tensor = network::kAbsent;
  tensor::Shape extents;  ///< [B, heads, S, D]
  bool is_packed = false;
  int64_t start = 0, step = 0;     ///< Columns of a packed one.
  double factor = 1;               ///< What the operand is still to be multiplied by.
  std::vector<network::OpId> ops;  ///< That are read through.
};

/// `tensor` [(B,) heads, S, D], or with the last two axes swapped when `is_transposed`. Adds a
/// Reshape or Transpose where the operand has to be renamed or moved.
std::optional<HeadOperand> head_operand(network::Network& network, network::TensorId tensor,
                                        bool is_transposed, bool takes_factors);

}  // namespace nightjar::optimize
