// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/small_float.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace nightjar::tensor {
namespace {

constexpr int kNone = SmallFloatFormat::kNone;

const SmallFloatFormat& format_of(DataType type) {
  static constexpr SmallFloatFormat kFormats[] = {
      small_float_format(DataType::kFloat8E4M3FN), small_float_format(DataType::kFloat8E4M3FNUZ),
      small_float_format(DataType::kFloat8E5M2), small_float_format(DataType::kFloat8E5M2FNUZ),
      small_float_format(DataType::kFloat4E2M1)};
  const bool is_float8 = type >= DataType::kFloat8E4M3FN && type <= DataType::kFloat8E5M2FNUZ;
  NIGHTJAR_CHECK(is_float8 || type == DataType::kFloat4E2M1,
                 "not a signed float of eight bits or fewer");
  return kFormats[is_float8 ? static_cast<int>(type) - static_cast<int>(DataType::kFloat8E4M3FN)
                            : 4];
}

constexpr int kScaleBias = 127;
constexpr uint8_t kScaleNan = 0xff;

/// The exponent of a power of two near `magnitude`, which is positive and finite.
int rounded_exponent(double magnitude, PowerRounding rounding) {
  int exponent = 0;
  const double fraction = std::frexp(magnitude, &exponent);  // in [0.5, 1)
  switch (rounding) {
    case PowerRounding::kUp:
      return fraction > 0.5 ? exponent : exponent - 1;
    case PowerRounding::kDown:
      return exponent - 1;
    case PowerRounding::kNearest:
      return fraction >= 0.75 ? exponent : exponent - 1;
  }
  return exponent;
}

uint8_t encode_scale(double value, Overflow overflow, PowerRounding rounding) {
  constexpr uint8_t kLargest = kScaleNan - 1;
  const bool saturates = overflow == Overflow::kSaturate;
  if (std::isnan(value)) return kScaleNan;
  if (std::isinf(value)) return saturates ? kLargest : kScaleNan;
  const int code = value == 0.0 ? -1 : rounded_exponent(std::fabs(value), rounding) + kScaleBias;
  if (code >= 0 && code <= kLargest) return static_cast<uint8_t>(code);
  if (!saturates) return kScaleNan;
  return code < 0 ? uint8_t{0} : kLargest;
}

int overflow_bits(const SmallFloatFormat& format, Overflow overflow) {
  if (overflow == Overflow::kSaturate) return format.largest;
  if (format.infinity != kNone) return format.infinity;
  return format.nan != kNone ? format.nan : format.largest;
}

}  // namespace

bool is_small_float(DataType type) {
  return (type >= DataType::kFloat8E4M3FN && type <= DataType::kFloat8E5M2FNUZ) ||
         type == DataType::kFloat4E2M1 || type == DataType::kFloat8E8M0;
}

double decode_small_float(DataType type, uint8_t bits) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  if (type == DataType::kFloat8E8M0) {
    return bits == kScaleNan ? kNan : std::ldexp(1.0, bits - kScaleBias);
  }
  const SmallFloatFormat& format = format_of(type);
  const int sign_bit = 1 << (format.exponent_bits + format.mantissa_bits);
  const int magnitude = bits & (sign_bit - 1);
  const bool negative = (bits & sign_bit) != 0;
  if (negative && magnitude == 0 && !format.has_negative_zero) return kNan;
  if (magnitude == format.infinity) return negative ? -HUGE_VAL : HUGE_VAL;
  if (magnitude > format.largest) return kNan;
  const int field = magnitude >> format.mantissa_bits;
  const int mantissa = magnitude & ((1 << format.mantissa_bits) - 1);
  const int significand = field == 0 ? mantissa : mantissa + (1 << format.mantissa_bits);
  const double value =
      std::ldexp(significand, std::max(field, 1) - format.bias - format.mantissa_bits);
  return negative ? -value : value;
}

uint8_t encode_small_float(DataType type, double value, Overflow overflow, PowerRounding rounding) {
  if (type == DataType::kFloat8E8M0) return encode_scale(value, overflow, rounding);
  const SmallFloatFormat& format = format_of(type);
  if (std::isnan(value)) return static_cast<uint8_t>(format.from_nan);
  const double magnitude = std::fabs(value);
  int bits = 0;
  if (std::isinf(value)) {
    bits = overflow_bits(format, overflow);
  } else if (magnitude != 0.0) {
    const int exponent = std::max(std::ilogb(magnitude), 1 - format.bias);
    const double steps = std::nearbyint(std::ldexp(magnitude, format.mantissa_bits - exponent));
    // The implicit leading one of a normal number carries into the exponent field by itself.
    const double wide = std::ldexp(exponent + format.bias - 1, format.mantissa_bits) + steps;
    bits = wide > format.largest ? overflow_bits(format, overflow) : static_cast<int>(wide);
  }
  const bool drops_sign = bits == format.nan || (bits == 0 && !format.has_negative_zero);
  if (std::signbit(value) && !drops_sign) {
    bits |= 1 << (format.exponent_bits + format.mantissa_bits);
  }
  return static_cast<uint8_t>(bits);
}

}  // namespace nightjar::tensor
