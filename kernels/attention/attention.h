// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The attention family: softmax(scale * q kT + mask) v, head by head.
//
// Inputs   0 q [B, H, S, D], or packed: [B, S, columns]
//          1 k [B, G, T, D] or [B, T, columns] and 2 v [B, G, T, E] or [B, T, columns], where G
//            divides H: heads share keys in order
//          3 mask that broadcasts to [B, H, S, T], added when float, or bool: false is left out;
//            or absent
// Outputs  0 y [B, H, S, E], or packed: [B, S, H*E]
// Attributes  scale, causal (1: query s sees keys 0 to s); where an operand is packed also heads H,
//             groups G, depth D, width E, and for q, k and v the column where head 0 starts
//             (starts, zeros when absent) and the columns from one head to the next (steps;
//             D, D, E when absent). Packed operands may be one tensor.
// A query that may look at no key gets zeros. Everything is row-major; float16, bfloat16 and
// float32 in any mixture, computed in float32.
#pragma once

#include <array>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct AttentionProblem {
  /// What a packed operand leaves unsaid; zeros where all have four axes.
  struct Packing {
    int64_t heads = 0, groups = 0, depth = 0, width = 0;
    std::array<int64_t, 3> starts = {}, steps = {};

    bool operator==(const Packing&) const = default;
  };

  tensor::TensorDesc q, k, v, mask, y;  ///< Type kUndefined for an absent mask.
  double scale = 1;
  bool causal = false;
  Packing packing;

  bool has_mask() const { return mask.type != tensor::DataType::kUndefined; }
  bool has_packed() const;

  /// The extents with heads apart, [B, H, S, D], whether packed or not.
  tensor::Shape q_extents() const;
  tensor::Shape k_extents() const;
  tensor::Shape v_extents() const;

  static Result<AttentionProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_attention(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
