// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Elementary functions that compilers can vectorise: float to about 2 ulp, double by the library.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

#include "kernels/common/clones.h"

namespace nightjar::kernels {

/// Coefficients from the highest power down.
template <typename... Rest>
NIGHTJAR_INLINE float polynomial(float x, float sum, Rest... rest) {
  ((sum = sum * x + static_cast<float>(rest)), ...);
  return sum;
}

/// 2^n for integral n in [-126, 127].
NIGHTJAR_INLINE float power_of_two(int32_t n) {
  return std::bit_cast<float>(static_cast<uint32_t>(n + 127) << 23);
}

NIGHTJAR_INLINE float fast_exp(float x) {
  // Outside of this the result is infinity or zero; NaN passes both comparisons unchanged.
  x = x > 89.0f ? 89.0f : x;
  x = x < -104.0f ? -104.0f : x;
  constexpr float kRounder = 12582912.0f;  // 1.5 * 2^23: the sum's low bits are the integer
  const float shifted = x * 1.44269504f + kRounder;
  const float n = shifted - kRounder;
  const int32_t exponent = std::bit_cast<int32_t>(shifted) - 0x4b400000;
  const float r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
  const float y =
      polynomial(r, 1.0f / 5040, 1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f);
  const int32_t half =
      exponent >> 1;  // two factors, so that subnormals and overflow come out right
  return y * power_of_two(half) * power_of_two(exponent - half);
}
NIGHTJAR_INLINE double fast_exp(double x) { return std::exp(x); }

/// exp(x) - 1 without cancellation near zero.
NIGHTJAR_INLINE float fast_expm1(float x) {
  const float series = x * polynomial(x, 1.0f / 362880, 1.0f / 40320, 1.0f / 5040, 1.0f / 720,
                                      1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f);
  const float direct = fast_exp(x) - 1.0f;
  return std::fabs(x) < 0.5f ? series : direct;
}
NIGHTJAR_INLINE double fast_expm1(double x) { return std::expm1(x); }

NIGHTJAR_INLINE float fast_log(float x) {
  const bool is_tiny = x < 1.17549435e-38f;
  const float scaled = is_tiny ? x * 8388608.0f : x;
  const uint32_t bits = std::bit_cast<uint32_t>(scaled);
  // The mantissa is brought to [sqrt(1/2), sqrt(2)).
  const uint32_t offset = bits - 0x3f3504f3u;
  const int32_t exponent = static_cast<int32_t>(offset) >> 23;
  const float m = std::bit_cast<float>((offset & 0x7fffffu) + 0x3f3504f3u);
  const float s = (m - 1.0f) / (m + 1.0f);
  const float s2 = s * s;
  const float tail = polynomial(s2, 2.0f / 11, 2.0f / 9, 2.0f / 7, 2.0f / 5, 2.0f / 3) * s2;
  const float e = static_cast<float>(is_tiny ? exponent - 23 : exponent);
  const float finite = e * 0.693359375f + (s * tail + (e * -2.12194440e-4f + 2.0f * s));
  constexpr float kInfinity = __builtin_inff();
  const float edge = x == 0.0f ? -kInfinity : (x == kInfinity ? x : __builtin_nanf(""));
  return (x > 0.0f && x < kInfinity) ? finite : edge;
}
NIGHTJAR_INLINE double fast_log(double x) { return std::log(x); }

/// log(1 + x) without cancellation near zero, for x > -1.
NIGHTJAR_INLINE float fast_log1p(float x) {
  const float u = 1.0f + x;
  const float corrected = fast_log(u) * (x / (u - 1.0f));
  return u == 1.0f ? x : corrected;
}
NIGHTJAR_INLINE double fast_log1p(double x) { return std::log1p(x); }

NIGHTJAR_INLINE float fast_tanh(float x) {
  const float t = fast_expm1(-2.0f * std::fabs(x));
  return std::copysign(-t / (t + 2.0f), x);
}
NIGHTJAR_INLINE double fast_tanh(double x) { return std::tanh(x); }

NIGHTJAR_INLINE float fast_sigmoid(float x) { return 1.0f / (1.0f + fast_exp(-x)); }
NIGHTJAR_INLINE double fast_sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

/// erfc(z) for z >= 0: exp(-z²) times a fit over 1 / (1 + 0.55 z), relative error below 1e-6.
NIGHTJAR_INLINE float fast_erfc_tail(float z) {
  const float t = 1.0f / (1.0f + 0.55f * z);
  const float fit = polynomial(t, 0.057649625624f, -0.334663840931f, 0.776979119458f,
                               -0.848333807115f, 0.360242858597f, -0.0932867038783f,
                               0.201560589757f, 0.258903976062f, 0.310655812687f, 0.31029237535f);
  return fast_exp(-z * z) * (t * fit);
}

NIGHTJAR_INLINE float fast_erf(float x) {
  const float x2 = x * x;
  const float series =
      x * 1.12837917f *
      polynomial(x2, 1.0f / 76204800, -1.0f / 6894720, 1.0f / 685440, -1.0f / 75600, 1.0f / 9360,
                 -1.0f / 1320, 1.0f / 216, -1.0f / 42, 1.0f / 10, -1.0f / 3, 1.0f);
  const float tail = std::copysign(1.0f - fast_erfc_tail(std::fabs(x)), x);
  return std::fabs(x) < 0.9f ? series : tail;
}
NIGHTJAR_INLINE double fast_erf(double x) { return std::erf(x); }

/// Half of erfc(-x / sqrt(2)): the standard normal distribution, exact in its lower tail too.
NIGHTJAR_INLINE float normal_cdf(float x) {
  const float tail = 0.5f * fast_erfc_tail(std::fabs(x) * 0.707106781f);
  return x < 0.0f ? tail : 1.0f - tail;
}
NIGHTJAR_INLINE double normal_cdf(double x) { return 0.5 * std::erfc(-x * 0.70710678118654752440); }

}  // namespace nightjar::kernels
