// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The linear_attention family: a matrix for each head that keys write to and queries read from.
//
// With batch B, T steps, H heads of queries, G heads of keys (G divides H), depths D and E:
// Inputs   0 queries [B, T, H*D]   1 keys [B, T, G*D]   2 values [B, T, G*E]
//          3 state before [B, G, D, E], zeros when absent
//          4 logarithm of the decay [B, T, G] or [B, T, G*D], or absent
//          5 share of a write that takes effect [B, T, G] or [B, T, 1]; absent: writes add up
//          6 factors of the keys that erase [B, T, G*D], or absent (only with 5)
// Outputs  0 answers [B, T, H*E]   1 state after [B, G, D, E]; either may be absent
// Attributes  heads, key_heads, scale (0: one over the root of D)
// At each step: state *= exp(decay); value = share * (value - state' erasing key) when 5 is there;
// state += key value'; answer = scale * state' query. Floats of any width, computed in float32.
#pragma once

#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

struct LinearAttentionProblem {
  int64_t heads = 1, key_heads = 1;
  double scale = 0;
  std::vector<tensor::TensorDesc> inputs;   ///< Seven, absent ones of type kUndefined.
  std::vector<tensor::TensorDesc> outputs;  ///< Two.

  bool has_input(size_t i) const { return inputs[i].type != tensor::DataType::kUndefined; }

  static Result<LinearAttentionProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_linear_attention(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
