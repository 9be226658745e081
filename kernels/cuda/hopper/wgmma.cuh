// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Matrix products of a warpgroup, wgmma: 64 rows times 64 to 256 columns, both from shared memory,
// where tiles lie in rows of 128 bytes, swizzled as the copy engine writes them.
#pragma once

#include <type_traits>

#include "kernels/cuda/hopper/async.cuh"

namespace nightjar::kernels::cuda::hopper {

#ifdef NIGHTJAR_ON_SM90A

/// Bytes of a row of a tile in shared memory.
inline constexpr int kRowBytes = 128;

/// Names a tile to wgmma. Bits 0 to 13: address; 32 to 45: bytes from eight rows to the next eight;
/// both in units of 16; 62: rows of 128 bytes, swizzled.
__device__ inline uint64_t describe_tile(const void* tile) {
  constexpr uint64_t kEightRows = 8 * kRowBytes / 16;
  return (shared_address(tile) & 0x3ffffu) >> 4 | uint64_t{1} << 16 | kEightRows << 32 |
         uint64_t{1} << 62;
}
/// What is added to a description to move on by 16 elements of two bytes.
inline constexpr uint64_t kSixteenColumns = 2;

/// Registers and shared memory written before are seen by the products that follow.
__device__ inline void begin_products() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
__device__ inline void commit_products() {
  asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}
/// Until at most so many committed groups are under way.
template <int kPending>
__device__ void wait_for_products() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(kPending) : "memory");
}
/// Keeps the compiler from moving uses of the sums over the asynchronous products.
template <int kCount>
__device__ void pin(float (&sums)[kCount]) {
#pragma unroll
  for (int i = 0; i < kCount; ++i) asm volatile("" : "+f"(sums[i])::"memory");
}
template <int kCount>
__device__ void pin(int32_t (&sums)[kCount]) {
#pragma unroll
  for (int i = 0; i < kCount; ++i) asm volatile("" : "+r"(sums[i])::"memory");
}

/// Four 8x8 matrices of 16-bit elements to shared memory, one row address a thread.
__device__ inline void store_matrices(uint32_t row_address, const uint32_t (&r)[4]) {
  asm volatile("stmatrix.sync.aligned.m8n8.x4.shared.b16 [%0], {%1,%2,%3,%4};" ::"r"(row_address),
               "r"(r[0]), "r"(r[1]), "r"(r[2]), "r"(r[3])
               : "memory");
}

/// Registers from a warpgroup that needs few to those that need many.
template <int kRegisters>
__device__ void keep_registers() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(kRegisters));
}
template <int kRegisters>
__device__ void take_registers() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(kRegisters));
}

/// sums[64 x kN] (+)= a[64 x 16] b[kN x 16], transposed, k counted in two bytes; the whole
/// warpgroup takes part.
template <typename T, int kN>
struct Product;

// clang-format off
#define NIGHTJAR_NAMES_32 \
  "%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, %16, %17, %18" \
  ", %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31"
#define NIGHTJAR_NAMES_64 NIGHTJAR_NAMES_32 \
  ", %32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, %48" \
  ", %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63"
#define NIGHTJAR_NAMES_96 NIGHTJAR_NAMES_64 \
  ", %64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, %80" \
  ", %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95"
#define NIGHTJAR_NAMES_128 NIGHTJAR_NAMES_96 \
  ", %96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110" \
  ", %111, %112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124" \
  ", %125, %126, %127"
#define NIGHTJAR_SUMS_8(as, i) \
  as(d[i]), as(d[i + 1]), as(d[i + 2]), as(d[i + 3]), as(d[i + 4]), as(d[i + 5]), as(d[i + 6]), \
  as(d[i + 7])
#define NIGHTJAR_SUMS_32(as, i) \
  NIGHTJAR_SUMS_8(as, i), NIGHTJAR_SUMS_8(as, i + 8), NIGHTJAR_SUMS_8(as, i + 16), \
  NIGHTJAR_SUMS_8(as, i + 24)
#define NIGHTJAR_SUMS_OF_32(as) NIGHTJAR_SUMS_32(as, 0)
#define NIGHTJAR_SUMS_OF_64(as) NIGHTJAR_SUMS_OF_32(as), NIGHTJAR_SUMS_32(as, 32)
#define NIGHTJAR_SUMS_OF_96(as) NIGHTJAR_SUMS_OF_64(as), NIGHTJAR_SUMS_32(as, 64)
#define NIGHTJAR_SUMS_OF_128(as) NIGHTJAR_SUMS_OF_96(as), NIGHTJAR_SUMS_32(as, 96)
// The numbers behind the sums: description of a, of b, and whether there are sums already. `signs`
// are the factors and orders of operands, which only 16-bit types have.
#define NIGHTJAR_MULTIPLY(n, count, as, types, signs, a, b, more) \
  asm volatile( \
      "{\n.reg .pred more;\nsetp.ne.b32 more, %" more ", 0;\n" \
      "wgmma.mma_async.sync.aligned.m64n" #n types " {" NIGHTJAR_NAMES_##count "}, " \
      "%" a ", %" b ", more" signs ";\n}" \
      : NIGHTJAR_SUMS_OF_##count(as) \
      : "l"(left), "l"(right), "r"(static_cast<int>(has_sums)))
#define NIGHTJAR_PRODUCT(n, count, a, b, more) \
  template <typename T> \
  struct Product<T, n> { \
    __device__ static void add(float (&d)[count], uint64_t left, uint64_t right, bool has_sums) { \
      if constexpr (std::is_same_v<T, __half>) { \
        NIGHTJAR_MULTIPLY(n, count, "+f", "k16.f32.f16.f16", ", 1, 1, 0, 0", a, b, more); \
      } else { \
        NIGHTJAR_MULTIPLY(n, count, "+f", "k16.f32.bf16.bf16", ", 1, 1, 0, 0", a, b, more); \
      } \
    } \
    __device__ static void add(int32_t (&d)[count], uint64_t left, uint64_t right, \
                               bool has_sums) { \
      NIGHTJAR_MULTIPLY(n, count, "+r", "k32.s32.s8.s8", "", a, b, more); \
    } \
  };

NIGHTJAR_PRODUCT(64, 32, "32", "33", "34")
NIGHTJAR_PRODUCT(128, 64, "64", "65", "66")
NIGHTJAR_PRODUCT(192, 96, "96", "97", "98")
NIGHTJAR_PRODUCT(256, 128, "128", "129", "130")
// clang-format on

#undef NIGHTJAR_PRODUCT
#undef NIGHTJAR_MULTIPLY

#endif

}  // namespace nightjar::kernels::cuda::hopper
