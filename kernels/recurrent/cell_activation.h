// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The functions a recurrent cell applies to its gates.
#pragma once

#include <vector>

#include "kernels/pointwise/loops.h"
#include "kernels/recurrent/recurrent.h"

namespace nightjar::kernels::recurrent {

/// output_factor * function(input_factor * x, alpha, beta), or alpha * x + beta.
struct CellActivation {
  pointwise::Function function = pointwise::Function::kTanh;
  double alpha = 0, beta = 0;
  double input_factor = 1, output_factor = 1;
  bool is_affine = false;

  /// In place; `scratch` holds 2 * count elements.
  template <typename C>
  void apply(C* values, int64_t count, C* scratch) const;
};

/// Those of every direction: three a direction for LSTM, two for GRU, one for RNN. Refuses unknown
/// names and wrong numbers.
Result<std::vector<CellActivation>> cell_activations(const RecurrentProblem& problem);

}  // namespace nightjar::kernels::recurrent
