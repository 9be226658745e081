// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Floats of four and eight bits to wide floats and back.
#pragma once

#include <cstdint>

#include "engine/tensor/data_type.h"

namespace nightjar::tensor {

/// What becomes of a value beyond a format's largest finite one.
enum class Overflow : uint8_t { kSaturate, kToSpecial };

/// How a value between two powers of two becomes a float8e8m0; nearest takes the larger at a tie.
enum class PowerRounding : uint8_t { kUp, kDown, kNearest };

/// The fields of a format with a sign, from the top: sign, exponent, mantissa.
struct SmallFloatFormat {
  static constexpr int kNone = -1;

  int exponent_bits;
  int mantissa_bits;
  int bias;
  int largest;             ///< Bits of the largest finite magnitude.
  int infinity;            ///< Bits of infinity, or kNone.
  int nan;                 ///< Bits of NaN, or kNone.
  int from_nan;            ///< What NaN is stored as.
  bool has_negative_zero;  ///< Without one, its bits are NaN's.
};

/// Of a small float other than float8e8m0, which is a power of two and nothing else.
constexpr SmallFloatFormat small_float_format(DataType type) {
  constexpr int kNone = SmallFloatFormat::kNone;
  switch (type) {
    case DataType::kFloat8E4M3FN:
      return {4, 3, 7, 0x7e, kNone, 0x7f, 0x7f, true};
    case DataType::kFloat8E4M3FNUZ:
      return {4, 3, 8, 0x7f, kNone, 0x80, 0x80, false};
    case DataType::kFloat8E5M2:
      return {5, 2, 15, 0x7b, 0x7c, 0x7f, 0x7f, true};
    case DataType::kFloat8E5M2FNUZ:
      return {5, 2, 16, 0x7f, kNone, 0x80, 0x80, false};
    default:  // kFloat4E2M1, which has no NaN to give: a negative zero stands for it
      return {2, 1, 1, 0x7, kNone, kNone, 0x8, true};
  }
}

bool is_small_float(DataType type);  ///< float8 of any kind, float4e2m1 and float8e8m0.

/// The value of `bits`, of which only the low ones of the type count.
double decode_small_float(DataType type, uint8_t bits);

/// Rounds to nearest even, float8e8m0 as `rounding` says. With kToSpecial, values that overflow
/// become infinity where the type has one, else NaN, else saturate all the same.
uint8_t encode_small_float(DataType type, double value, Overflow overflow = Overflow::kSaturate,
                           PowerRounding rounding = PowerRounding::kUp);

}  // namespace nightjar::tensor
