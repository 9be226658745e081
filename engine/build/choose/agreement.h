// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether a tactic's output agrees with the plain answer.
#pragma once

#include <string_view>

#include "base/result.h"
#include "engine/tensor/host_tensor.h"

namespace nightjar::build {

/// Largest error a fast kernel may make, as a share of the largest expected magnitude.
double allowed_error(tensor::DataType type);

/// How integers are held against the plain answer.
enum class Integers : uint8_t {
  kEqual,
  /// Requantised sums: one element in a thousand may be off by one, where another order of
  /// float operations fell to the other side of a rounding tie.
  kRequantised,
};

/// The rule for the outputs of a problem of this family.
Integers integer_rule(std::string_view family);

/// Floats: |difference| within allowed_error, NaN and infinity in the same places. All others by
/// `integers`. The error names the worst element.
Status check_agreement(const tensor::HostTensor& expected, const tensor::HostTensor& answer,
                       Integers integers = Integers::kEqual);

}  // namespace nightjar::build
