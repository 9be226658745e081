// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/kernels/recurrent/cell_definition.h"

#include <cmath>

namespace nightjar::kernels::testing {
namespace {

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

/// Sums of one gate's row: input side and state side, each with its bias.
struct Sums {
  double x = 0, h = 0;
};

Sums sums_of(const CellWeights& weights, const Vector& x, const Vector& h, size_t gate, size_t i) {
  const size_t gates = weights.w.size() / (weights.inputs * weights.hidden);
  const size_t row = gate * weights.hidden + i;
  Sums sums;
  for (size_t k = 0; k < weights.inputs; ++k) sums.x += weights.w[row * weights.inputs + k] * x[k];
  for (size_t k = 0; k < weights.hidden; ++k) sums.h += weights.r[row * weights.hidden + k] * h[k];
  if (!weights.bias.empty()) {
    sums.x += weights.bias[row];
    sums.h += weights.bias[gates * weights.hidden + row];
  }
  return sums;
}

CellState step_lstm(const CellWeights& weights, const Vector& x, const CellState& before) {
  CellState after = before;
  const auto peephole = [&](size_t gate, size_t i, double c) {
    return weights.peepholes.empty() ? 0 : weights.peepholes[gate * weights.hidden + i] * c;
  };
  for (size_t i = 0; i < weights.hidden; ++i) {
    const auto gate = [&](size_t g) {
      const Sums sums = sums_of(weights, x, before.h, g, i);
      return sums.x + sums.h;
    };
    const double input = sigmoid(gate(0) + peephole(0, i, before.c[i]));
    const double forget =
        weights.input_forget ? 1 - input : sigmoid(gate(2) + peephole(2, i, before.c[i]));
    after.c[i] = forget * before.c[i] + input * std::tanh(gate(3));
    after.h[i] = sigmoid(gate(1) + peephole(1, i, after.c[i])) * std::tanh(after.c[i]);
  }
  return after;
}

CellState step_gru(const CellWeights& weights, const Vector& x, const CellState& before) {
  CellState after = before;
  Vector reset(weights.hidden), kept(weights.hidden);
  for (size_t i = 0; i < weights.hidden; ++i) {
    const Sums sums = sums_of(weights, x, before.h, 1, i);
    reset[i] = sigmoid(sums.x + sums.h);
    kept[i] = reset[i] * before.h[i];
  }
  for (size_t i = 0; i < weights.hidden; ++i) {
    const Sums update = sums_of(weights, x, before.h, 0, i);
    const double z = sigmoid(update.x + update.h);
    const Sums linear = sums_of(weights, x, before.h, 2, i);
    const Sums reset_first = sums_of(weights, x, kept, 2, i);
    const double candidate = weights.linear_before_reset ? linear.x + reset[i] * linear.h
                                                         : reset_first.x + reset_first.h;
    after.h[i] = (1 - z) * std::tanh(candidate) + z * before.h[i];
  }
  return after;
}

CellState step_rnn(const CellWeights& weights, const Vector& x, const CellState& before) {
  CellState after = before;
  for (size_t i = 0; i < weights.hidden; ++i) {
    const Sums sums = sums_of(weights, x, before.h, 0, i);
    after.h[i] = std::tanh(sums.x + sums.h);
  }
  return after;
}

}  // namespace

CellState step(const CellWeights& weights, const Vector& x, const CellState& before) {
  if (weights.kind == CellKind::kLstm) return step_lstm(weights, x, before);
  return weights.kind == CellKind::kGru ? step_gru(weights, x, before)
                                        : step_rnn(weights, x, before);
}

}  // namespace nightjar::kernels::testing
