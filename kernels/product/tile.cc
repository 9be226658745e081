// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/product/tile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "kernels/common/clones.h"

// Lets the sums below become fused multiply-adds.
#if defined(__clang__)
#pragma STDC FP_CONTRACT ON
#else
#pragma GCC optimize("fp-contract=fast")
#endif

namespace nightjar::kernels {
namespace {

template <int kLanes>
struct Floats {
  typedef float Vector __attribute__((vector_size(kLanes * sizeof(float))));
};

/// kRows times kVectors registers hold the sums; one more a vector holds a line of columns.
template <int kLanes, int kRows, int kVectors>
NIGHTJAR_INLINE void run_tile(const TileProduct& tile) {
  using Vector = typename Floats<kLanes>::Vector;
  Vector sums[kRows][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) sums[r][v] = Vector{};
  }
  const float* columns = tile.columns;
  const LeftRows& rows = tile.rows;
  const float* chunk = rows.data;
  for (int64_t left = tile.depth; left > 0; left -= rows.chunk_depth, chunk += rows.chunk_stride) {
    const int64_t depth = std::min(left, rows.chunk_depth);
    const float* fours[(kRows + 3) / 4];  // every fourth row, so that few registers reach all
    for (int r = 0; r < kRows; r += 4) fours[r / 4] = chunk + r * rows.row_stride;
    for (int64_t k = 0; k < depth; ++k, columns += kVectors * kLanes) {
      Vector line[kVectors];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v)
        std::memcpy(&line[v], columns + v * kLanes, sizeof line[v]);
#pragma GCC unroll 16
      for (int r = 0; r < kRows; ++r) {
        const float factor = fours[r / 4][r % 4 * rows.row_stride + k];
#pragma GCC unroll 4
        for (int v = 0; v < kVectors; ++v) sums[r][v] += factor * line[v];
      }
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
    float* to = tile.sums + r * kVectors * kLanes;
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) std::memcpy(to + v * kLanes, &sums[r][v], sizeof sums[r][v]);
  }
}

#if defined(__x86_64__)
template <int kRows, int kVectors>
__attribute__((target("avx512f,fma"))) void tile_avx512(const TileProduct& tile) {
  run_tile<16, kRows, kVectors>(tile);
}

template <int kRows, int kVectors>
__attribute__((target("avx2,fma"))) void tile_avx2(const TileProduct& tile) {
  run_tile<8, kRows, kVectors>(tile);
}

template <int kVectors, int... kRows>
constexpr auto all_avx512(std::integer_sequence<int, kRows...>) {
  return std::array<TileFunction, sizeof...(kRows)>{tile_avx512<kRows + 1, kVectors>...};
}

template <int kVectors, int... kRows>
constexpr auto all_avx2(std::integer_sequence<int, kRows...>) {
  return std::array<TileFunction, sizeof...(kRows)>{tile_avx2<kRows + 1, kVectors>...};
}

template <int kCount>
using Counted = std::make_integer_sequence<int, kCount>;

constexpr auto kAvx512x2 = all_avx512<2>(Counted<14>());
constexpr auto kAvx512x3 = all_avx512<3>(Counted<9>());
constexpr auto kAvx512x4 = all_avx512<4>(Counted<6>());
constexpr auto kAvx2x2 = all_avx2<2>(Counted<6>());
constexpr auto kAvx2x3 = all_avx2<3>(Counted<4>());

struct KernelRow {
  TileShape shape;
  bool needs_avx512;
  const TileFunction* by_row_count;
};

constexpr std::array<KernelRow, 5> kKernels = {{
    {{14, 32}, true, kAvx512x2.data()},
    {{9, 48}, true, kAvx512x3.data()},
    {{6, 64}, true, kAvx512x4.data()},
    {{6, 16}, false, kAvx2x2.data()},
    {{4, 24}, false, kAvx2x3.data()},
}};

/// What suits the widest registers there are.
bool is_ours(const KernelRow& row) {
  __builtin_cpu_init();
  const bool has_avx512 = __builtin_cpu_supports("avx512f");
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  return has_avx2 && row.needs_avx512 == has_avx512;
}
#else
struct KernelRow {
  TileShape shape;
  const TileFunction* by_row_count;
};
constexpr std::array<KernelRow, 0> kKernels = {};
bool is_ours(const KernelRow&) { return false; }
#endif

}  // namespace

std::string TileShape::to_string() const { return fmt::format("{}x{}", rows, columns); }

std::vector<TileShape> tile_shapes() {
  std::vector<TileShape> shapes;
  for (const KernelRow& row : kKernels) {
    if (is_ours(row)) shapes.push_back(row.shape);
  }
  return shapes;
}

std::vector<std::string> tile_names() {
  std::vector<std::string> names;
  for (const TileShape& shape : tile_shapes()) names.push_back(shape.to_string());
  return names;
}

Result<TileShape> tile_named(const std::string& name) {
  for (const TileShape& shape : tile_shapes()) {
    if (shape.to_string() == name) return shape;
  }
  return unsupported(fmt::format("this CPU has no kernel for tiles of {}.", name));
}

TileFunction tile_function(const TileShape& shape, int64_t row_count) {
  const auto* found = std::find_if(kKernels.begin(), kKernels.end(),
                                   [&](const KernelRow& row) { return row.shape == shape; });
  NIGHTJAR_CHECK(found != kKernels.end() && row_count >= 1 && row_count <= shape.rows,
                 "a tile that there is a kernel for");
  return found->by_row_count[row_count - 1];
}

}  // namespace nightjar::kernels
