// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/conv/own/line_values.h"

#include <bit>

#include "kernels/common/clones.h"

namespace nightjar::kernels {
namespace {

NIGHTJAR_INLINE float widened(float value) { return value; }
NIGHTJAR_INLINE float widened(uint16_t bits) {
  return std::bit_cast<float>(static_cast<uint32_t>(bits) << 16);
}

NIGHTJAR_INLINE void put(float value, float& to) { to = value; }
NIGHTJAR_INLINE void put(float value, uint16_t& to) {
  const auto bits = std::bit_cast<uint32_t>(value);
  const uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
  to = static_cast<uint16_t>(value != value ? bits >> 16 | 0x40u : rounded);
}

template <typename T>
NIGHTJAR_INLINE void load(const LinePixels& pixels, const T* from, int64_t count, float* to) {
  if (pixels.channels == kLineChannels) {
    for (int64_t i = 0; i < count; ++i, from += pixels.stride, to += kLineChannels) {
      for (int64_t c = 0; c < kLineChannels; ++c) to[c] = widened(from[c]);
    }
    return;
  }
  for (int64_t i = 0; i < count; ++i, from += pixels.stride, to += kLineChannels) {
    for (int64_t c = 0; c < kLineChannels; ++c) to[c] = c < pixels.channels ? widened(from[c]) : 0;
  }
}

template <typename T>
NIGHTJAR_INLINE void store(const LinePixels& pixels, const float* from, int64_t count, T* to) {
  if (pixels.channels == kLineChannels) {
    for (int64_t i = 0; i < count; ++i, from += kLineChannels, to += pixels.stride) {
      for (int64_t c = 0; c < kLineChannels; ++c) put(from[c], to[c]);
    }
    return;
  }
  for (int64_t i = 0; i < count; ++i, from += kLineChannels, to += pixels.stride) {
    for (int64_t c = 0; c < pixels.channels; ++c) put(from[c], to[c]);
  }
}

NIGHTJAR_CLONES void load_floats(const LinePixels& pixels, const float* from, int64_t count,
                                 float* to) {
  load(pixels, from, count, to);
}
NIGHTJAR_CLONES void load_bfloats(const LinePixels& pixels, const uint16_t* from, int64_t count,
                                  float* to) {
  load(pixels, from, count, to);
}
NIGHTJAR_CLONES void store_floats(const LinePixels& pixels, const float* from, int64_t count,
                                  float* to) {
  store(pixels, from, count, to);
}
NIGHTJAR_CLONES void store_bfloats(const LinePixels& pixels, const float* from, int64_t count,
                                   uint16_t* to) {
  store(pixels, from, count, to);
}

}  // namespace

void load_pixels(const LinePixels& pixels, const void* from, int64_t count, float* to) {
  if (pixels.type == tensor::DataType::kFloat32) {
    return load_floats(pixels, static_cast<const float*>(from), count, to);
  }
  load_bfloats(pixels, static_cast<const uint16_t*>(from), count, to);
}

void store_pixels(const LinePixels& pixels, const float* from, int64_t count, void* to) {
  if (pixels.type == tensor::DataType::kFloat32) {
    return store_floats(pixels, from, count, static_cast<float*>(to));
  }
  store_bfloats(pixels, from, count, static_cast<uint16_t*>(to));
}

}  // namespace nightjar::kernels
