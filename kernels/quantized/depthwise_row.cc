// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/quantized/depthwise_row.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

#include "base/check.h"

namespace nightjar::kernels {

size_t depthwise_scratch_bytes(int64_t row_count, int64_t columns, int64_t kernel_columns,
                               int64_t pads) {
  const int64_t groups = (row_count + kDepthwiseRows - 1) / kDepthwiseRows;
  const int64_t wide = columns + pads + kernel_columns;
  return static_cast<size_t>(groups * wide * kDepthwiseParts * kDepthwiseBlock);
}

#if defined(__x86_64__) && defined(__GNUC__)

#define NIGHTJAR_VNNI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))
#define NIGHTJAR_VNNI_INLINE __attribute__((always_inline)) inline NIGHTJAR_VNNI

namespace {

constexpr int kParts = static_cast<int>(kDepthwiseParts);
/// Outputs whose sums are kept in registers together.
constexpr int kOutputs = 4;

__mmask64 mask_of(int64_t channels) {
  return channels >= 64 ? ~__mmask64{0} : (__mmask64{1} << channels) - 1;
}

/// Four rows of a column, byte by byte: part p holds channels 4p to 4p + 3 of every 16.
NIGHTJAR_VNNI_INLINE void interleave(const __m512i row[4], uint8_t* to) {
  const __m512i low01 = _mm512_unpacklo_epi8(row[0], row[1]);
  const __m512i high01 = _mm512_unpackhi_epi8(row[0], row[1]);
  const __m512i low23 = _mm512_unpacklo_epi8(row[2], row[3]);
  const __m512i high23 = _mm512_unpackhi_epi8(row[2], row[3]);
  _mm512_store_si512(to, _mm512_unpacklo_epi16(low01, low23));
  _mm512_store_si512(to + 64, _mm512_unpackhi_epi16(low01, low23));
  _mm512_store_si512(to + 128, _mm512_unpacklo_epi16(high01, high23));
  _mm512_store_si512(to + 192, _mm512_unpackhi_epi16(high01, high23));
}

NIGHTJAR_VNNI void interleave_group(const DepthwiseRow& row, const uint8_t* const* rows,
                                    int64_t wide, uint8_t* to) {
  const __mmask64 mask = mask_of(row.block_channels);
  const __m512i fill = _mm512_set1_epi8(static_cast<char>(row.fill));
  const __m512i flip = _mm512_set1_epi8(static_cast<char>(row.flip));
  constexpr int64_t kColumnBytes = kDepthwiseParts * kDepthwiseBlock;
  for (int64_t x = 0; x < wide; ++x) {
    const int64_t column = x - row.pad;
    __m512i taps[kDepthwiseRows];
    for (int r = 0; r < kDepthwiseRows; ++r) {
      const bool is_inside = rows[r] != nullptr && column >= 0 && column < row.columns;
      taps[r] = fill;
      if (!is_inside) continue;
      const __m512i bytes = _mm512_maskz_loadu_epi8(mask, rows[r] + column * row.channels);
      taps[r] = _mm512_xor_si512(bytes, flip);
    }
    interleave(taps, to + x * kColumnBytes);
  }
}

/// Sums to bytes in the order of channels.
NIGHTJAR_VNNI_INLINE void store_bytes(const DepthwiseRow& row, const __m512 real[kParts],
                                      int64_t x) {
  __m512i whole[kParts];
  for (int p = 0; p < kParts; ++p) {
    whole[p] = _mm512_add_epi32(_mm512_cvtps_epi32(real[p]), _mm512_set1_epi32(row.zero));
  }
  const __m512i first = _mm512_packs_epi32(whole[0], whole[1]);
  const __m512i second = _mm512_packs_epi32(whole[2], whole[3]);
  const __m512i bytes = row.y_type == tensor::DataType::kUInt8 ? _mm512_packus_epi16(first, second)
                                                               : _mm512_packs_epi16(first, second);
  _mm512_mask_storeu_epi8(static_cast<uint8_t*>(row.y) + x * row.channels,
                          mask_of(row.block_channels), bytes);
}

/// Sums to floats in the order of channels: lanes of 128 bits are transposed.
NIGHTJAR_VNNI_INLINE void store_floats(const DepthwiseRow& row, const __m512 real[kParts],
                                       int64_t x) {
  const __m512 low01 = _mm512_shuffle_f32x4(real[0], real[1], 0x44);
  const __m512 high01 = _mm512_shuffle_f32x4(real[0], real[1], 0xee);
  const __m512 low23 = _mm512_shuffle_f32x4(real[2], real[3], 0x44);
  const __m512 high23 = _mm512_shuffle_f32x4(real[2], real[3], 0xee);
  const __m512 ordered[kParts] = {
      _mm512_shuffle_f32x4(low01, low23, 0x88), _mm512_shuffle_f32x4(low01, low23, 0xdd),
      _mm512_shuffle_f32x4(high01, high23, 0x88), _mm512_shuffle_f32x4(high01, high23, 0xdd)};
  float* to = static_cast<float*>(row.y) + x * row.channels;
  const __mmask64 mask = mask_of(row.block_channels);
  for (int p = 0; p < kParts; ++p) {
    _mm512_mask_storeu_ps(to + 16 * p, static_cast<__mmask16>(mask >> (16 * p)), ordered[p]);
  }
}

NIGHTJAR_VNNI_INLINE void finish(const DepthwiseRow& row, const __m512i sums[kParts], int64_t x) {
  __m512 real[kParts];
  for (int p = 0; p < kParts; ++p) {
    const __m512 scaled =
        _mm512_fmadd_ps(_mm512_cvtepi32_ps(sums[p]), _mm512_loadu_ps(row.scale + 16 * p),
                        _mm512_loadu_ps(row.shift + 16 * p));
    real[p] =
        _mm512_min_ps(_mm512_max_ps(scaled, _mm512_set1_ps(row.low)), _mm512_set1_ps(row.high));
  }
  if (row.y_type == tensor::DataType::kFloat32) {
    store_floats(row, real, x);
  } else {
    store_bytes(row, real, x);
  }
}

/// Sums of `kCount` neighbouring outputs.
template <int kCount>
NIGHTJAR_VNNI_INLINE void sum_outputs(const DepthwiseRow& row, const uint8_t* columns,
                                      int64_t groups, int64_t wide, int64_t x) {
  constexpr int64_t kColumnBytes = kDepthwiseParts * kDepthwiseBlock;
  __m512i sums[kCount][kParts];
  for (auto& output : sums) {
    for (__m512i& part : output) part = _mm512_setzero_si512();
  }
  const int8_t* weights = row.weights;
  for (int64_t g = 0; g < groups; ++g) {
    const uint8_t* at = columns + (g * wide + x * row.stride) * kColumnBytes;
    for (int64_t k = 0; k < row.kernel_columns; ++k) {
#pragma GCC unroll 4
      for (int p = 0; p < kParts; ++p) {
        const __m512i weight = _mm512_loadu_si512(weights + 64 * p);
#pragma GCC unroll 4
        for (int i = 0; i < kCount; ++i) {
          const __m512i bytes = _mm512_load_si512(at + i * row.stride * kColumnBytes + 64 * p);
          sums[i][p] = _mm512_dpbusd_epi32(sums[i][p], bytes, weight);
        }
      }
      at += kColumnBytes;
      weights += kColumnBytes;
    }
  }
#pragma GCC unroll 4
  for (int i = 0; i < kCount; ++i) finish(row, sums[i], x + i);
}

}  // namespace

bool has_depthwise_row() {
  return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vnni");
}

NIGHTJAR_VNNI void run_depthwise_row(const DepthwiseRow& row, uint8_t* scratch) {
  const int64_t groups = (row.row_count + kDepthwiseRows - 1) / kDepthwiseRows;
  const int64_t wide = (row.y_columns - 1) * row.stride + row.kernel_columns;
  constexpr int64_t kColumnBytes = kDepthwiseParts * kDepthwiseBlock;
  for (int64_t g = 0; g < groups; ++g) {
    interleave_group(row, row.rows + g * kDepthwiseRows, wide, scratch + g * wide * kColumnBytes);
  }
  int64_t x = 0;
  for (; x + kOutputs <= row.y_columns; x += kOutputs) {
    sum_outputs<kOutputs>(row, scratch, groups, wide, x);
  }
  for (; x < row.y_columns; ++x) sum_outputs<1>(row, scratch, groups, wide, x);
}

#else

bool has_depthwise_row() { return false; }

void run_depthwise_row(const DepthwiseRow&, uint8_t*) {
  NIGHTJAR_CHECK(false, "has_depthwise_row() says where this may be called");
}

#endif

}  // namespace nightjar::kernels
