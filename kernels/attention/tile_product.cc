// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/attention/tile_product.h"

#include <cstring>

// Lets the sums below become fused multiply-adds where the instruction set has them.
#if defined(__clang__)
#pragma STDC FP_CONTRACT ON
#else
#pragma GCC optimize("fp-contract=fast")
#endif

namespace nightjar::kernels::attention {
namespace {

typedef float Lane __attribute__((vector_size(kLane * sizeof(float))));

template <int kLanes>
__attribute__((always_inline)) inline void multiply_panel(const TileProduct& p, int64_t column) {
  Lane sums[kTileRows][kLanes] = {};
  const float* a = p.a;
  const float* b = p.b + column;
  for (int64_t k = 0; k < p.inner; ++k, ++a, b += p.b_stride) {
    Lane line[kLanes];
    for (int64_t i = 0; i < kLanes; ++i) std::memcpy(&line[i], b + i * kLane, sizeof line[i]);
    for (int64_t row = 0; row < kTileRows; ++row) {
      const float factor = a[row * p.a_stride];
      for (int64_t i = 0; i < kLanes; ++i) sums[row][i] += factor * line[i];
    }
  }
  for (int64_t row = 0; row < kTileRows; ++row) {
    std::memcpy(p.c + row * p.c_stride + column, sums[row], sizeof sums[row]);
  }
}

/// kWidest lanes at a time, and what is left lane by lane.
template <int kWidest>
__attribute__((always_inline)) inline void multiply_all(const TileProduct& p) {
  int64_t column = 0;
  for (; column + kWidest * kLane <= p.columns; column += kWidest * kLane) {
    multiply_panel<kWidest>(p, column);
  }
  if constexpr (kWidest > 2) {
    for (; column + 2 * kLane <= p.columns; column += 2 * kLane) multiply_panel<2>(p, column);
  }
  for (; column < p.columns; column += kLane) multiply_panel<1>(p, column);
}

void multiply_any(const TileProduct& p) { multiply_all<1>(p); }

#if defined(__x86_64__)
// Registers: 32 of a lane each, or 16 of half a lane.
__attribute__((target("avx512f,fma"))) void multiply_avx512(const TileProduct& p) {
  multiply_all<4>(p);
}
__attribute__((target("avx2,fma"))) void multiply_avx2(const TileProduct& p) { multiply_all<1>(p); }

using Multiply = void (*)(const TileProduct&);

Multiply widest() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma")) return multiply_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return multiply_avx2;
  return multiply_any;
}
#endif

}  // namespace

void multiply_tile(const TileProduct& product) {
#if defined(__x86_64__)
  static const Multiply kMultiply = widest();
  kMultiply(product);
#else
  multiply_any(product);
#endif
}

}  // namespace nightjar::kernels::attention
