// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One step of one sequence through an LSTM, GRU or RNN cell.
#pragma once

#include <vector>

#include "kernels/recurrent/cell_activation.h"

namespace nightjar::kernels::recurrent {

/// What one direction's cell is made of; pointers outlive it, absent ones are null.
template <typename C>
struct Cell {
  CellKind kind = CellKind::kLstm;
  int64_t hidden = 0;
  const C* r = nullptr;          ///< [G*H, H]
  const C* r_bias = nullptr;     ///< [G*H]
  const C* peepholes = nullptr;  ///< [3*H]: i, o, f
  std::vector<CellActivation> activations;
  double clip = 0;
  bool input_forget = false, linear_before_reset = false;

  /// `gates` holds W x + its bias and is overwritten; `h` and `c` become the new state.
  /// `scratch` holds scratch_count() elements.
  void step(C* gates, C* h, C* c, C* scratch) const;
  int64_t scratch_count() const { return 6 * hidden; }

 private:
  void step_lstm(C* gates, C* h, C* c, C* scratch) const;
  void step_gru(C* gates, C* h, C* scratch) const;
  void step_rnn(C* gates, C* h, C* scratch) const;
  /// gates[first, first + count) += R h + bias.
  void add_recurrence(C* gates, const C* h, int64_t first, int64_t count, C* scratch) const;
  /// Clips and applies.
  void activate(size_t which, C* values, int64_t count, C* scratch) const;
};

}  // namespace nightjar::kernels::recurrent
