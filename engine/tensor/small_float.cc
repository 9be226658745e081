// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/small_float.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace nightjar::tensor {
namespace {

constexpr int kNone = -1;

struct Format {
  int exponent_bits;
  int mantissa_bits;
  int bias;
  int largest;             // bits of the largest finite magnitude
  int infinity;            // bits of infinity, or kNone
  int nan;                 // bits of NaN, or kNone
  bool has_negative_zero;  // without one, its bits are NaN's
};

constexpr Format kE4M3FN = {4, 3, 7, 0x7e, kNone, 0x7f, true};
constexpr Format kE4M3FNUZ = {4, 3, 8, 0x7f, kNone, 0x80, false};
constexpr Format kE5M2 = {5, 2, 15, 0x7b, 0x7c, 0x7f, true};
constexpr Format kE5M2FNUZ = {5, 2, 16, 0x7f, kNone, 0x80, false};
constexpr Format kE2M1 = {2, 1, 1, 0x7, kNone, kNone, true};

const Format& format_of(DataType type) {
  switch (type) {
    case DataType::kFloat8E4M3FN:
      return kE4M3FN;
    case DataType::kFloat8E4M3FNUZ:
      return kE4M3FNUZ;
    case DataType::kFloat8E5M2:
      return kE5M2;
    case DataType::kFloat8E5M2FNUZ:
      return kE5M2FNUZ;
    default:
      NIGHTJAR_CHECK(type == DataType::kFloat4E2M1, "not a float of eight bits or fewer");
      return kE2M1;
  }
}

constexpr int kScaleBias = 127;
constexpr uint8_t kScaleNan = 0xff;

uint8_t encode_scale(double value) {
  if (std::isnan(value)) return kScaleNan;
  int exponent = 0;
  const double fraction = std::frexp(std::fabs(value), &exponent);
  if (fraction == 0.0) return 0;
  if (std::isinf(value)) return kScaleNan - 1;
  const int rounded_up = fraction == 0.5 ? exponent - 1 : exponent;
  return static_cast<uint8_t>(std::clamp(rounded_up + kScaleBias, 0, int{kScaleNan} - 1));
}

int overflow_bits(const Format& format, Overflow overflow) {
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
  const Format& format = format_of(type);
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

uint8_t encode_small_float(DataType type, double value, Overflow overflow) {
  if (type == DataType::kFloat8E8M0) return encode_scale(value);
  const Format& format = format_of(type);
  if (std::isnan(value))
    return static_cast<uint8_t>(format.nan != kNone ? format.nan : format.largest);
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
