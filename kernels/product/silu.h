// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// x times its sigmoid, of one float or of a register full of them.
#pragma once

#include "kernels/product/lanes.h"

namespace nightjar::kernels {

/// To about 4 ulp: x / (1 + h²) with h = exp(-x / 2). h² runs over to infinity and zero by itself,
/// so that all that large ones need is to be cut off at 170, by integers, which NaN passes too.
template <int kLanes>
NIGHTJAR_INLINE void apply_silu(typename Lanes<kLanes>::Float& x) {
  using Float = typename Lanes<kLanes>::Float;
  using Int = typename Lanes<kLanes>::Int;
  using Bits = typename Lanes<kLanes>::Bits;
  constexpr float kRounder = 12582912.0f;  // 1.5 * 2^23: the sum's low bits are the integer
  const Int largest = Int{} + 0x432a0000;  // the bits of 170
  Int bits;
  copy_bits(x, bits);
  const Int magnitude = bits & 0x7fffffff;
  const Int cut = (magnitude < largest ? magnitude : largest) | (bits & INT32_MIN);
  Float z;
  copy_bits(cut, z);
  const Float shifted = z * -0.72134752f + kRounder;  // by -log2(e) / 2
  const Float n = shifted - kRounder;
  // Twice what exp is taken of: -z - 2 ln(2) n, between -ln(2) and ln(2).
  const Float r = n * -2.85721353e-6f - (n * 1.38629150390625f + z);
  // The best of degree 5, relative error 8e-8.
  Float power = r * (8.29751252e-3f / 32) + 4.19163717e-2f / 16;
  power = power * r + 1.66675820e-1f / 8;
  power = power * r + 4.99988861e-1f / 4;
  power = power * r + 9.99999688e-1f / 2;
  power = power * r + 1.00000007f;
  Bits power_bits, exponent;
  copy_bits(power, power_bits);
  copy_bits(shifted, exponent);
  power_bits += exponent << 23;
  Float h;
  copy_bits(power_bits, h);
  x = x / (1.0f + h * h);
}

}  // namespace nightjar::kernels
