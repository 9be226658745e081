// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// LSTM, GRU and RNN with default activations, spelled out in double for one direction and sequence.
#pragma once

#include <functional>
#include <vector>

#include "kernels/recurrent/recurrent.h"

namespace nightjar::kernels::testing {

using Vector = std::vector<double>;

/// Weights of one direction.
struct CellWeights {
  CellKind kind = CellKind::kLstm;
  size_t inputs = 0, hidden = 0;
  Vector w, r, bias, peepholes;  ///< The last two may be empty.
  bool linear_before_reset = false, input_forget = false;
};

struct CellState {
  Vector h, c;
};

/// The state after one step.
CellState step(const CellWeights& weights, const Vector& x, const CellState& before);

}  // namespace nightjar::kernels::testing
