// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The recurrent family: LSTM, GRU and RNN cells run over a sequence, in one or both directions.
//
// With T steps, batch B, I inputs, H hidden, D directions and G gates (4, 3, 1):
// Inputs   0 x [T, B, I]   1 w [D, G*H, I]   2 r [D, G*H, H]   3 bias [D, 2*G*H] or absent
//          4 lengths [B] int32 or absent   5 initial h [D, B, H] or absent
//          6 initial c [D, B, H] or absent   7 peepholes [D, 3*H] or absent (LSTM)
// Outputs  0 y [T, D, B, H]   1 last h [D, B, H]   2 last c [D, B, H] (LSTM); any may be absent
// Attributes  cell (lstm, gru, rnn), direction (forward, reverse, bidirectional), batch_first (1:
//          x, y and the states have the batch in front), activations with activation_alpha and
//          activation_beta, clip (0: none), input_forget, linear_before_reset
// Gates lie in ONNX's order: i o f c, z r h. Steps behind a sequence's length give zeros.
// float16, bfloat16 and float32 are computed in float32, float64 in float64.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

enum class CellKind : uint8_t { kLstm, kGru, kRnn };
std::string_view name_of(CellKind kind);

enum class Direction : uint8_t { kForward, kReverse, kBidirectional };
std::string_view name_of(Direction direction);

struct RecurrentProblem {
  CellKind cell = CellKind::kLstm;
  Direction direction = Direction::kForward;
  bool batch_first = false, input_forget = false, linear_before_reset = false;
  double clip = 0;
  std::vector<std::string> activations;  ///< ONNX's names, for each direction in turn.
  std::vector<double> alphas, betas;
  std::vector<tensor::TensorDesc> inputs;   ///< Eight, absent ones of type kUndefined.
  std::vector<tensor::TensorDesc> outputs;  ///< Three.

  int64_t gates() const;
  int64_t directions() const { return direction == Direction::kBidirectional ? 2 : 1; }
  bool has_input(size_t i) const { return inputs[i].type != tensor::DataType::kUndefined; }

  static Result<RecurrentProblem> from_problem(const Problem& problem);
  Problem to_problem() const;
};

void register_recurrent(std::vector<const Tactic*>& tactics);

}  // namespace nightjar::kernels
