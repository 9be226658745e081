// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Floats of four and eight bits to wide floats and back.
#pragma once

#include <cstdint>

#include "engine/tensor/data_type.h"

namespace nightjar::tensor {

/// What becomes of a value beyond a format's largest finite one.
enum class Overflow : uint8_t { kSaturate, kToSpecial };

bool is_small_float(DataType type);  ///< float8 of any kind, float4e2m1 and float8e8m0.

/// The value of `bits`, of which only the low ones of the type count.
double decode_small_float(DataType type, uint8_t bits);

/// Rounds to nearest even, float8e8m0 upwards to a power of two. With kToSpecial, values that
/// overflow become infinity where the type has one, else NaN, else saturate all the same.
uint8_t encode_small_float(DataType type, double value, Overflow overflow = Overflow::kSaturate);

}  // namespace nightjar::tensor
