// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/depthwise_line.h"

#include <algorithm>
#include <cstring>

#include "kernels/common/clones.h"
#include "kernels/product/silu.h"

// Lets the sums below become fused multiply-adds.
#if defined(__clang__)
#pragma STDC FP_CONTRACT ON
#else
#pragma GCC optimize("fp-contract=fast")
#endif

namespace nightjar::kernels {
namespace {

template <typename Vector>
NIGHTJAR_INLINE void load(const float* from, Vector& to) {
  std::memcpy(&to, from, sizeof to);
}

/// Some neighbouring outputs, and which of the 16 channels a vector holds.
struct Tile {
  int64_t first_column, lane, count;
};

/// Activates the totals that there are columns for and writes them to y.
template <int kLanes, int kTile>
NIGHTJAR_INLINE void store(const DepthwiseLine& line, const Tile& tile,
                           typename Lanes<kLanes>::Float (&total)[kTile]) {
  using Vector = typename Lanes<kLanes>::Float;
  if (line.is_silu) {
#pragma GCC unroll 8
    for (int t = 0; t < kTile; ++t) apply_silu<kLanes>(total[t]);
  }
  float* y = line.y + tile.first_column * line.y_stride + tile.lane;
#pragma GCC unroll 8
  for (int t = 0; t < kTile; ++t) {
    if (t >= tile.count) return;
    Vector value = total[t] < line.low ? Vector{} + line.low : total[t];
    value = value > line.high ? Vector{} + line.high : value;
    std::memcpy(y + t * line.y_stride, &value, sizeof value);
  }
}

/// kTile outputs; a kernel of known width reads each column once for all of them.
template <int kLanes, int kTile, int kWidth, int kStride>
NIGHTJAR_INLINE void run_tile(const DepthwiseLine& line, const Tile& tile) {
  using Vector = typename Lanes<kLanes>::Float;
  constexpr int kColumns = (kTile - 1) * kStride + kWidth;
  const float* weights = line.weights + tile.lane;
  Vector total[kTile];
#pragma GCC unroll 8
  for (int t = 0; t < kTile; ++t) load(line.bias + tile.lane, total[t]);
  for (int64_t r = 0; r < line.kernel_rows; ++r) {
    const float* row = line.rows[r] + tile.first_column * kStride * kLineChannels + tile.lane;
    Vector columns[kColumns];
#pragma GCC unroll 20
    for (int c = 0; c < kColumns; ++c) load(row + c * kLineChannels, columns[c]);
#pragma GCC unroll 8
    for (int k = 0; k < kWidth; ++k, weights += kLineChannels) {
      Vector weight;
      load(weights, weight);
#pragma GCC unroll 8
      for (int t = 0; t < kTile; ++t) total[t] += columns[t * kStride + k] * weight;
    }
  }
  store<kLanes, kTile>(line, tile, total);
}

/// The same for any width, stride and dilation.
template <int kLanes, int kTile>
NIGHTJAR_INLINE void run_any_tile(const DepthwiseLine& line, const Tile& tile) {
  using Vector = typename Lanes<kLanes>::Float;
  const float* weights = line.weights + tile.lane;
  Vector total[kTile];
#pragma GCC unroll 8
  for (int t = 0; t < kTile; ++t) load(line.bias + tile.lane, total[t]);
  const int64_t step = line.stride * kLineChannels;
  for (int64_t r = 0; r < line.kernel_rows; ++r) {
    const float* column = line.rows[r] + tile.first_column * step + tile.lane;
    for (int64_t k = 0; k < line.kernel_columns; ++k, weights += kLineChannels) {
      Vector weight;
      load(weights, weight);
#pragma GCC unroll 8
      for (int t = 0; t < kTile; ++t) {
        Vector value;
        load(column + t * step, value);
        total[t] += value * weight;
      }
      column += line.dilation * kLineChannels;
    }
  }
  store<kLanes, kTile>(line, tile, total);
}

/// All tiles of a line; narrow vectors take the channels in several turns.
template <int kLanes, int kWidth, int kStride>
NIGHTJAR_INLINE void run_tiles(const DepthwiseLine& line) {
  constexpr int kTile = kLineTile;
  for (int64_t first = 0; first < line.y_columns; first += kTile) {
    for (int64_t lane = 0; lane < kLineChannels; lane += kLanes) {
      const Tile tile{first, lane, std::min<int64_t>(kTile, line.y_columns - first)};
      if constexpr (kWidth > 0) {
        run_tile<kLanes, kTile, kWidth, kStride>(line, tile);
      } else {
        run_any_tile<kLanes, kTile>(line, tile);
      }
    }
  }
}

template <int kLanes>
NIGHTJAR_INLINE void run_line(const DepthwiseLine& line) {
  const int64_t shape = line.dilation == 1 ? line.kernel_columns * 10 + line.stride : 0;
  switch (shape) {
    case 31:
      return run_tiles<kLanes, 3, 1>(line);
    case 32:
      return run_tiles<kLanes, 3, 2>(line);
    case 51:
      return run_tiles<kLanes, 5, 1>(line);
    case 52:
      return run_tiles<kLanes, 5, 2>(line);
    case 71:
      return run_tiles<kLanes, 7, 1>(line);
    default:
      return run_tiles<kLanes, 0, 0>(line);
  }
}

using LineFunction = void (*)(const DepthwiseLine&);

void line_any(const DepthwiseLine& line) { run_line<4>(line); }

#if defined(__x86_64__)
__attribute__((target("avx512f,fma"))) void line_avx512(const DepthwiseLine& line) {
  run_line<16>(line);
}

__attribute__((target("avx2,fma"))) void line_avx2(const DepthwiseLine& line) { run_line<8>(line); }

LineFunction widest_line() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma")) return line_avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return line_avx2;
  return line_any;
}
#else
LineFunction widest_line() { return line_any; }
#endif

}  // namespace

void run_depthwise_line(const DepthwiseLine& line) {
  static const LineFunction kLine = widest_line();
  kLine(line);
}

}  // namespace nightjar::kernels
