// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How far the answers of a plan are from those of the reference.
#pragma once

#include "engine/build/builder.h"
#include "engine/reference/reference.h"

namespace nightjar::quantize {

/// Relative error from which on values are called bad, where nobody says otherwise.
inline constexpr double kBadError = 0.1;

struct Distance {
  double error =
      0;  ///< |difference| / |expected| in the 2-norm; infinite for other extents or NaN.
  double cosine = 1;  ///< Of the angle between the two.
};

Distance distance(const tensor::HostTensor& expected, const tensor::HostTensor& found);

/// The error of the worst of the outputs `expected`, each of which `found` has.
double worst_error(const reference::TensorsByName& expected, const reference::TensorsByName& found);

/// Loads a plan from the bytes it was written as and runs it once.
Result<reference::TensorsByName> run_plan(const build::BuildOutcome& outcome,
                                          const reference::TensorsByName& inputs,
                                          device::Device& device);

}  // namespace nightjar::quantize
