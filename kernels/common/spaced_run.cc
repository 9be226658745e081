// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/spaced_run.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"
#include "kernels/common/convert.h"

namespace nightjar::kernels {
namespace {

constexpr int64_t kChunk = 256;
using Chunk = std::array<uint64_t, kChunk>;

template <typename Word>
void copy_words(const void* from, int64_t from_stride, int64_t count, void* to, int64_t to_stride) {
  const auto* source = static_cast<const char*>(from);
  auto* target = static_cast<char*>(to);
  constexpr int64_t kBytes = sizeof(Word);
  for (int64_t i = 0; i < count; ++i) {
    std::memcpy(target + i * to_stride * kBytes, source + i * from_stride * kBytes, kBytes);
  }
}

}  // namespace

void copy_spaced(int64_t element_bytes, const void* from, int64_t from_stride, int64_t count,
                 void* to, int64_t to_stride) {
  if (from_stride == 1 && to_stride == 1) {
    std::memcpy(to, from, static_cast<size_t>(count * element_bytes));
    return;
  }
  switch (element_bytes) {
    case 1:
      return copy_words<uint8_t>(from, from_stride, count, to, to_stride);
    case 2:
      return copy_words<uint16_t>(from, from_stride, count, to, to_stride);
    case 4:
      return copy_words<uint32_t>(from, from_stride, count, to, to_stride);
    case 8:
      return copy_words<uint64_t>(from, from_stride, count, to, to_stride);
    default:
      NIGHTJAR_CHECK(false, "elements have 1, 2, 4 or 8 bytes");
  }
}

template <typename T>
void load_spaced(tensor::DataType type, const void* from, int64_t stride, int64_t count, T* to) {
  const LoadFunction<T> load = load_function<T>(type);
  if (stride == 1) return load(from, count, to);
  const int64_t bytes_each = element_bytes(type);
  Chunk chunk;
  for (int64_t first = 0; first < count; first += kChunk) {
    const int64_t taken = std::min(kChunk, count - first);
    copy_spaced(bytes_each, at(from, first * stride, bytes_each), stride, taken, chunk.data(), 1);
    load(chunk.data(), taken, to + first);
  }
}

template <typename T>
void store_spaced(tensor::DataType type, const T* from, int64_t count, void* to, int64_t stride) {
  const StoreFunction<T> store = store_function<T>(type);
  if (stride == 1) return store(from, count, to);
  const int64_t bytes_each = element_bytes(type);
  Chunk chunk;
  for (int64_t first = 0; first < count; first += kChunk) {
    const int64_t taken = std::min(kChunk, count - first);
    store(from + first, taken, chunk.data());
    copy_spaced(bytes_each, chunk.data(), 1, taken, at(to, first * stride, bytes_each), stride);
  }
}

template void load_spaced(tensor::DataType, const void*, int64_t, int64_t, float*);
template void load_spaced(tensor::DataType, const void*, int64_t, int64_t, double*);
template void load_spaced(tensor::DataType, const void*, int64_t, int64_t, uint64_t*);
template void store_spaced(tensor::DataType, const float*, int64_t, void*, int64_t);
template void store_spaced(tensor::DataType, const double*, int64_t, void*, int64_t);
template void store_spaced(tensor::DataType, const uint64_t*, int64_t, void*, int64_t);

}  // namespace nightjar::kernels
