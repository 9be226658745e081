// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs of elements of any numeric type to and from the type a kernel computes in.
#pragma once

#include <cstdint>
#include <type_traits>

#include "engine/tensor/data_type.h"

namespace nightjar::kernels {

/// Reads `count` elements at `from`.
template <typename C>
using LoadFunction = void (*)(const void* from, int64_t count, C* to);
/// Writes `count` elements at `to`. Floats round to nearest even; floats to integers are cut
/// towards zero and saturate; integers to integers keep the low bits.
template <typename C>
using StoreFunction = void (*)(const C* from, int64_t count, void* to);

/// For C = float, double, int64_t and uint64_t; nullptr for a type without whole-byte numbers.
template <typename C>
LoadFunction<C> load_function(tensor::DataType type);
template <typename C>
StoreFunction<C> store_function(tensor::DataType type);

/// Whether the two above know the type.
bool is_convertible(tensor::DataType type);

/// Whether elements of the type are C themselves, so that they need no conversion.
template <typename C>
constexpr bool is_type_of(tensor::DataType type) {
  if (std::is_same_v<C, float>) return type == tensor::DataType::kFloat32;
  if (std::is_same_v<C, double>) return type == tensor::DataType::kFloat64;
  if (std::is_same_v<C, int64_t>) return type == tensor::DataType::kInt64;
  return std::is_same_v<C, uint64_t> && type == tensor::DataType::kUInt64;
}

/// Bytes of one element; 0 for packed types and strings.
inline int64_t element_bytes(tensor::DataType type) { return tensor::bits_of(type) / 8; }

/// Address of element `index`.
inline const void* at(const void* base, int64_t index, int64_t bytes_each) {
  return static_cast<const char*>(base) + index * bytes_each;
}
inline void* at(void* base, int64_t index, int64_t bytes_each) {
  return static_cast<char*>(base) + index * bytes_each;
}

}  // namespace nightjar::kernels
