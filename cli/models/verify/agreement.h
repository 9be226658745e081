// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whether an output agrees with what was expected of it, and where it first does not.
#pragma once

#include <optional>
#include <string>

#include "engine/tensor/value.h"

namespace nightjar::cli {

/// Elements agree within absolute + relative * |expected|; integers, bools and strings exactly.
struct Tolerance {
  double relative = 1e-3;
  double absolute = 1e-7;
  /// Whole outputs also agree when no error exceeds this share of the largest expected magnitude.
  double of_largest = 1e-5;
  bool loose_integers = false;  ///< Integers are held to the same bounds as floats.
};

/// Reads {"rtol": …, "atol": …}: bounds for every type, in place of the usual ones.
Result<Tolerance> tolerance_from_json(const std::string& text);

/// Nothing when type, extents and elements agree. NaN agrees with NaN.
std::optional<std::string> first_difference(const tensor::HostTensor& actual,
                                            const tensor::HostTensor& expected,
                                            const Tolerance& tolerance);
/// The same of values: sequences agree in length and in every element, optionals in whether they
/// hold something.
std::optional<std::string> first_difference(const tensor::Value& actual,
                                            const tensor::Value& expected,
                                            const Tolerance& tolerance);

}  // namespace nightjar::cli
