// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/recurrent/cell.h"

#include <algorithm>

#include "kernels/recurrent/dot_rows.h"

namespace nightjar::kernels::recurrent {

template <typename C>
void Cell<C>::step(C* gates, C* h, C* c, C* scratch) const {
  if (kind == CellKind::kLstm) return step_lstm(gates, h, c, scratch);
  if (kind == CellKind::kGru) return step_gru(gates, h, scratch);
  step_rnn(gates, h, scratch);
}

template <typename C>
void Cell<C>::add_recurrence(C* gates, const C* h, int64_t first, int64_t count, C* scratch) const {
  dot_rows(r + first * hidden, h, r_bias == nullptr ? nullptr : r_bias + first, count, hidden,
           scratch);
  for (int64_t i = 0; i < count; ++i) gates[first + i] += scratch[i];
}

template <typename C>
void Cell<C>::activate(size_t which, C* values, int64_t count, C* scratch) const {
  if (clip > 0) {
    for (int64_t i = 0; i < count; ++i) values[i] = std::clamp(values[i], C(-clip), C(clip));
  }
  activations[which].apply(values, count, scratch);
}

template <typename C>
void Cell<C>::step_lstm(C* gates, C* h, C* c, C* scratch) const {
  add_recurrence(gates, h, 0, 4 * hidden, scratch);
  C *input = gates, *output = gates + hidden, *forget = gates + 2 * hidden;
  C* candidate = gates + 3 * hidden;
  if (peepholes != nullptr) {
    for (int64_t i = 0; i < hidden; ++i) input[i] += peepholes[i] * c[i];
    for (int64_t i = 0; i < hidden; ++i) forget[i] += peepholes[2 * hidden + i] * c[i];
  }
  activate(0, input, hidden, scratch);
  if (input_forget) {
    for (int64_t i = 0; i < hidden; ++i) forget[i] = C(1) - input[i];
  } else {
    activate(0, forget, hidden, scratch);
  }
  activate(1, candidate, hidden, scratch);
  for (int64_t i = 0; i < hidden; ++i) c[i] = forget[i] * c[i] + input[i] * candidate[i];
  if (peepholes != nullptr) {
    for (int64_t i = 0; i < hidden; ++i) output[i] += peepholes[hidden + i] * c[i];
  }
  activate(0, output, hidden, scratch);
  std::copy(c, c + hidden, h);
  activations[2].apply(h, hidden, scratch);
  for (int64_t i = 0; i < hidden; ++i) h[i] *= output[i];
}

template <typename C>
void Cell<C>::step_gru(C* gates, C* h, C* scratch) const {
  add_recurrence(gates, h, 0, 2 * hidden, scratch);
  C *update = gates, *reset = gates + hidden, *candidate = gates + 2 * hidden;
  activate(0, update, 2 * hidden, scratch);
  if (linear_before_reset) {
    dot_rows(r + 2 * hidden * hidden, h, r_bias == nullptr ? nullptr : r_bias + 2 * hidden, hidden,
             hidden, scratch);
    for (int64_t i = 0; i < hidden; ++i) candidate[i] += reset[i] * scratch[i];
  } else {
    C* kept = scratch + 5 * hidden;
    for (int64_t i = 0; i < hidden; ++i) kept[i] = reset[i] * h[i];
    add_recurrence(gates, kept, 2 * hidden, hidden, scratch);
  }
  activate(1, candidate, hidden, scratch);
  for (int64_t i = 0; i < hidden; ++i) {
    h[i] = (C(1) - update[i]) * candidate[i] + update[i] * h[i];
  }
}

template <typename C>
void Cell<C>::step_rnn(C* gates, C* h, C* scratch) const {
  add_recurrence(gates, h, 0, hidden, scratch);
  activate(0, gates, hidden, scratch);
  std::copy(gates, gates + hidden, h);
}

template struct Cell<float>;
template struct Cell<double>;

}  // namespace nightjar::kernels::recurrent
