// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/gemm/panel_tile.h"

#include <cstring>

#include "kernels/gemm/packed_gemm.h"

// Lets the sums below become fused multiply-adds where the instruction set has them.
#if defined(__clang__)
#pragma STDC FP_CONTRACT ON
#else
#pragma GCC optimize("fp-contract=fast")
#endif

namespace nightjar::kernels {
namespace {

template <typename T>
struct Lanes {
  typedef T Vector __attribute__((vector_size(64)));
};

template <typename T>
__attribute__((always_inline)) inline void tile_body(int64_t depth, const T* rows, const T* columns,
                                                     T* tile) {
  static_assert(kPanelRows == 6, "the sums below are written out for six rows");
  using Vector = typename Lanes<T>::Vector;
  Vector s0{}, s1{}, s2{}, s3{}, s4{}, s5{};
  for (int64_t k = 0; k < depth; ++k) {
    Vector line;
    std::memcpy(&line, columns, sizeof line);
    s0 += rows[0] * line;
    s1 += rows[1] * line;
    s2 += rows[2] * line;
    s3 += rows[3] * line;
    s4 += rows[4] * line;
    s5 += rows[5] * line;
    rows += kPanelRows;
    columns += kPanelColumns<T>;
  }
  const Vector* sums[kPanelRows] = {&s0, &s1, &s2, &s3, &s4, &s5};
  for (int64_t r = 0; r < kPanelRows; ++r) {
    std::memcpy(tile + r * kPanelColumns<T>, sums[r], sizeof(Vector));
  }
}

template <typename T>
using TileFunction = void (*)(int64_t, const T*, const T*, T*);

template <typename T>
void tile_any(int64_t depth, const T* rows, const T* columns, T* tile) {
  tile_body(depth, rows, columns, tile);
}

#if defined(__x86_64__)
template <typename T>
__attribute__((target("avx512f,fma"))) void tile_avx512(int64_t depth, const T* rows,
                                                        const T* columns, T* tile) {
  tile_body(depth, rows, columns, tile);
}

template <typename T>
__attribute__((target("avx2,fma"))) void tile_avx2(int64_t depth, const T* rows, const T* columns,
                                                   T* tile) {
  tile_body(depth, rows, columns, tile);
}

template <typename T>
TileFunction<T> widest_tile() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("fma")) return tile_avx512<T>;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return tile_avx2<T>;
  return tile_any<T>;
}
#else
template <typename T>
TileFunction<T> widest_tile() {
  return tile_any<T>;
}
#endif

template <typename T>
void run_widest(int64_t depth, const T* rows, const T* columns, T* tile) {
  static const TileFunction<T> kTile = widest_tile<T>();
  kTile(depth, rows, columns, tile);
}

}  // namespace

void multiply_panel_tile(int64_t depth, const float* rows, const float* columns, float* tile) {
  run_widest(depth, rows, columns, tile);
}
void multiply_panel_tile(int64_t depth, const double* rows, const double* columns, double* tile) {
  run_widest(depth, rows, columns, tile);
}
void multiply_panel_tile(int64_t depth, const uint64_t* rows, const uint64_t* columns,
                         uint64_t* tile) {
  run_widest(depth, rows, columns, tile);
}

}  // namespace nightjar::kernels
