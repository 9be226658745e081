// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The attention family: softmax(scale * q kT + mask) v, head by head.
//
// Inputs   0 q [B, H, S, D]
//          1 k [B, G, T, D] and 2 v [B, G, T, E], where G divides H: heads share keys in order
//          3 mask that broadcasts to [B, H, S, T], added when float, or bool: false is left out;
//            or absent
// Outputs  0 y [B, H, S, E]
// Attributes  scale, causal (1: query s sees keys 0 to s)
// A query that may look at no key gets zeros. Everything is row-major; float16, bfloat16 and
// float32 in any mixture, computed in float32.
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct AttentionProblem {
  tensor::TensorDesc q, k, v, mask, y;  ///< Type kUndefined for an absent mask.
  double scale = 1;
  bool causal = false;

  bool has_mask() const { return mask.type != tensor::DataType::kUndefined; }

  static Result<AttentionProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_attention(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
