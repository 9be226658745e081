// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/convert.h"

#include <bit>
#include <cmath>
#include <limits>
#include <type_traits>

#include "base/float16.h"
#include "kernels/common/clones.h"
#include "kernels/common/small_convert.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;

/// Cut towards zero; what T cannot hold becomes the nearest it can, NaN becomes zero.
template <typename T, typename F>
NIGHTJAR_INLINE T saturate(F value) {
  // One past the largest value is a power of two and so exact, the largest value may not be.
  constexpr F kEnd = static_cast<F>(std::numeric_limits<T>::max() / 2 + 1) * 2;
  constexpr F kLowest = static_cast<F>(std::numeric_limits<T>::lowest());
  if (value >= kEnd) return std::numeric_limits<T>::max();
  if (!(value > kLowest - 1)) return value != value ? T(0) : std::numeric_limits<T>::lowest();
  return static_cast<T>(value);
}

/// The double cut to a float whose last bit tells that something was cut: rounding the result once
/// more to half the width rounds as if it had been done once.
NIGHTJAR_INLINE float round_to_odd(double value) {
  const auto nearest = static_cast<float>(value);
  const double back = static_cast<double>(nearest);
  if (back == value || value != value || nearest - nearest != 0.0f) return nearest;
  const uint32_t bits = std::bit_cast<uint32_t>(nearest);
  const bool went_out = std::fabs(back) > std::fabs(value);
  return std::bit_cast<float>((went_out ? bits - 1 : bits) | 1u);
}

template <typename To, typename From>
NIGHTJAR_INLINE To convert(From value) {
  if constexpr (std::is_same_v<From, Half> || std::is_same_v<From, BFloat16>) {
    return convert<To>(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, Half> || std::is_same_v<To, BFloat16>) {
    if constexpr (std::is_same_v<From, double>) return To(round_to_odd(value));
    return To(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bool>) {
    return value != From(0);
  } else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    return saturate<To>(value);
  } else {
    return static_cast<To>(value);
  }
}

template <typename From, typename To>
NIGHTJAR_INLINE void convert_run(const From* from, int64_t count, To* to) {
  for (int64_t i = 0; i < count; ++i) to[i] = convert<To>(from[i]);
}

NIGHTJAR_CLONES void from_half(const Half* from, int64_t count, float* to) {
  convert_run(from, count, to);
}
NIGHTJAR_CLONES void from_bfloat16(const BFloat16* from, int64_t count, float* to) {
  convert_run(from, count, to);
}
NIGHTJAR_CLONES void from_int8(const int8_t* from, int64_t count, float* to) {
  convert_run(from, count, to);
}
NIGHTJAR_CLONES void from_uint8(const uint8_t* from, int64_t count, float* to) {
  convert_run(from, count, to);
}

/// saturate() without branches: both comparisons are false for NaN, which becomes zero first.
template <typename To>
NIGHTJAR_INLINE void saturate_bytes(const float* from, int64_t count, To* to) {
  constexpr float kLowest = std::numeric_limits<To>::lowest();
  constexpr float kLargest = std::numeric_limits<To>::max();
  for (int64_t i = 0; i < count; ++i) {
    float value = from[i] == from[i] ? from[i] : 0.0f;
    value = value < kLowest ? kLowest : value;
    value = value > kLargest ? kLargest : value;
    to[i] = static_cast<To>(static_cast<int32_t>(value));
  }
}
NIGHTJAR_CLONES void to_int8(const float* from, int64_t count, int8_t* to) {
  saturate_bytes(from, count, to);
}
NIGHTJAR_CLONES void to_uint8(const float* from, int64_t count, uint8_t* to) {
  saturate_bytes(from, count, to);
}
NIGHTJAR_CLONES void to_half(const float* from, int64_t count, Half* to) {
  convert_run(from, count, to);
}
NIGHTJAR_CLONES void to_bfloat16(const float* from, int64_t count, BFloat16* to) {
  convert_run(from, count, to);
}

/// The common pairs have clones of their own.
template <typename From, typename To>
void convert_pair(const From* from, int64_t count, To* to) {
  if constexpr (std::is_same_v<From, Half> && std::is_same_v<To, float>) {
    from_half(from, count, to);
  } else if constexpr (std::is_same_v<From, BFloat16> && std::is_same_v<To, float>) {
    from_bfloat16(from, count, to);
  } else if constexpr (std::is_same_v<From, float> && std::is_same_v<To, Half>) {
    to_half(from, count, to);
  } else if constexpr (std::is_same_v<From, float> && std::is_same_v<To, BFloat16>) {
    to_bfloat16(from, count, to);
  } else if constexpr (std::is_same_v<From, int8_t> && std::is_same_v<To, float>) {
    from_int8(from, count, to);
  } else if constexpr (std::is_same_v<From, uint8_t> && std::is_same_v<To, float>) {
    from_uint8(from, count, to);
  } else if constexpr (std::is_same_v<From, float> && std::is_same_v<To, int8_t>) {
    to_int8(from, count, to);
  } else if constexpr (std::is_same_v<From, float> && std::is_same_v<To, uint8_t>) {
    to_uint8(from, count, to);
  } else {
    convert_run(from, count, to);
  }
}

template <typename From, typename C>
void load_run(const void* from, int64_t count, C* to) {
  convert_pair(static_cast<const From*>(from), count, to);
}

template <typename C, typename To>
void store_run(const C* from, int64_t count, void* to) {
  convert_pair(from, count, static_cast<To*>(to));
}

/// Calls `visit` with a null pointer to the type's C++ type; void where there is none.
template <typename Visit>
auto with_type(DataType type, Visit visit) {
  switch (type) {
    case DataType::kFloat32:
      return visit(static_cast<float*>(nullptr));
    case DataType::kFloat64:
      return visit(static_cast<double*>(nullptr));
    case DataType::kFloat16:
      return visit(static_cast<Half*>(nullptr));
    case DataType::kBFloat16:
      return visit(static_cast<BFloat16*>(nullptr));
    case DataType::kInt8:
      return visit(static_cast<int8_t*>(nullptr));
    case DataType::kInt16:
      return visit(static_cast<int16_t*>(nullptr));
    case DataType::kInt32:
      return visit(static_cast<int32_t*>(nullptr));
    case DataType::kInt64:
      return visit(static_cast<int64_t*>(nullptr));
    case DataType::kUInt8:
      return visit(static_cast<uint8_t*>(nullptr));
    case DataType::kUInt16:
      return visit(static_cast<uint16_t*>(nullptr));
    case DataType::kUInt32:
      return visit(static_cast<uint32_t*>(nullptr));
    case DataType::kUInt64:
      return visit(static_cast<uint64_t*>(nullptr));
    case DataType::kBool:
      return visit(static_cast<bool*>(nullptr));
    default:
      return visit(static_cast<void*>(nullptr));
  }
}

bool is_float8(DataType type) { return tensor::is_small_float(type) && !is_packed(type); }

}  // namespace

template <typename C>
LoadFunction<C> load_function(DataType type) {
  if (is_float8(type)) return load_small_function<C>(type);
  return with_type(type, []<typename T>(T*) -> LoadFunction<C> {
    if constexpr (std::is_void_v<T>) {
      return nullptr;
    } else {
      return &load_run<T, C>;
    }
  });
}

template <typename C>
StoreFunction<C> store_function(DataType type) {
  if (is_float8(type)) return store_small_function<C>(type);
  return with_type(type, []<typename T>(T*) -> StoreFunction<C> {
    if constexpr (std::is_void_v<T>) {
      return nullptr;
    } else {
      return &store_run<C, T>;
    }
  });
}

bool is_convertible(DataType type) { return load_function<float>(type) != nullptr; }

template LoadFunction<float> load_function(DataType);
template LoadFunction<double> load_function(DataType);
template LoadFunction<int64_t> load_function(DataType);
template LoadFunction<uint64_t> load_function(DataType);
template StoreFunction<float> store_function(DataType);
template StoreFunction<double> store_function(DataType);
template StoreFunction<int64_t> store_function(DataType);
template StoreFunction<uint64_t> store_function(DataType);

}  // namespace nightjar::kernels
