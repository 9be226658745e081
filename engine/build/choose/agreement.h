// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether a tactic's output agrees with the plain answer.
#pragma once

#include "base/result.h"
#include "engine/tensor/host_tensor.h"
#include "kernels/common/problem.h"

namespace nightjar::build {

/// Largest error a fast kernel may make, as a share of the largest expected magnitude.
double allowed_error(tensor::DataType type, bool in_tf32 = false);

/// How integers are held against the plain answer.
enum class Integers : uint8_t {
  kEqual,
  /// Requantised sums: one element in a thousand may be off by one, where another order of
  /// float operations fell to the other side of a rounding tie.
  kRequantised,
};

/// What a problem demands of answers to it.
struct Agreement {
  Integers integers = Integers::kEqual;
  bool in_tf32 = false;  ///< float32 outputs come from operands rounded to TF32.
};
Agreement agreement_of(const kernels::Problem& problem);

/// Floats: |difference| within allowed_error, NaN and infinity in the same places. All others by
/// `demanded.integers`. The error names the worst element.
Status check_agreement(const tensor::HostTensor& expected, const tensor::HostTensor& answer,
                       Agreement demanded = {});

}  // namespace nightjar::build
