// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <complex>
#include <concepts>
#include <limits>

#include "base/check.h"
#include "base/float16.h"
#include "engine/tensor/host_tensor.h"
#include "engine/tensor/small_float.h"

namespace nightjar::tensor {
namespace {

/// Calls `visit` with a null pointer of the type that stores one element of `type`.
template <typename Visit>
auto with_storage(DataType type, Visit visit) {
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
    case DataType::kUInt16:
      return visit(static_cast<uint16_t*>(nullptr));
    case DataType::kInt16:
      return visit(static_cast<int16_t*>(nullptr));
    case DataType::kInt32:
      return visit(static_cast<int32_t*>(nullptr));
    case DataType::kInt64:
      return visit(static_cast<int64_t*>(nullptr));
    case DataType::kUInt32:
      return visit(static_cast<uint32_t*>(nullptr));
    case DataType::kUInt64:
      return visit(static_cast<uint64_t*>(nullptr));
    case DataType::kComplex64:
      return visit(static_cast<std::complex<float>*>(nullptr));
    case DataType::kComplex128:
      return visit(static_cast<std::complex<double>*>(nullptr));
    default:
      return visit(static_cast<uint8_t*>(nullptr));
  }
}

template <typename T>
constexpr bool kIsComplex = false;
template <typename T>
constexpr bool kIsComplex<std::complex<T>> = true;

template <std::integral T>
T saturate(double value) {
  if (std::isnan(value)) return 0;
  const double rounded = std::nearbyint(value);
  // 2^63 and 2^64 are doubles, the largest 64-bit integers are not: hence >=.
  if (rounded >= std::ldexp(1.0, std::numeric_limits<T>::digits)) {
    return std::numeric_limits<T>::max();
  }
  if (rounded <= static_cast<double>(std::numeric_limits<T>::min())) {
    return std::numeric_limits<T>::min();
  }
  return static_cast<T>(rounded);
}

int64_t clamp_integer(int64_t value, int64_t low, int64_t high) {
  return value < low ? low : (value > high ? high : value);
}

bool is_packed(DataType type) { return bits_of(type) < 8; }

uint8_t packed_bits(const std::byte* bytes, DataType type, int64_t index) {
  const int bits = bits_of(type), per_byte = 8 / bits;
  const int shift = static_cast<int>(index % per_byte) * bits;
  return static_cast<uint8_t>((static_cast<int>(bytes[index / per_byte]) >> shift) &
                              ((1 << bits) - 1));
}

void set_packed_bits(std::byte* bytes, DataType type, int64_t index, int value) {
  const int bits = bits_of(type), per_byte = 8 / bits;
  const int shift = static_cast<int>(index % per_byte) * bits, mask = ((1 << bits) - 1) << shift;
  std::byte& home = bytes[index / per_byte];
  home = static_cast<std::byte>((static_cast<int>(home) & ~mask) | ((value << shift) & mask));
}

bool is_signed_packed(DataType type) { return type == DataType::kInt4 || type == DataType::kInt2; }

int64_t packed_integer(const std::byte* bytes, DataType type, int64_t index) {
  const int bits = bits_of(type);
  const int value = packed_bits(bytes, type, index);
  return is_signed_packed(type) && value >= 1 << (bits - 1) ? value - (1 << bits) : value;
}

void set_packed_integer(std::byte* bytes, DataType type, int64_t index, int64_t value) {
  const int bits = bits_of(type);
  const int64_t low = is_signed_packed(type) ? -(1 << (bits - 1)) : 0;
  const int64_t fitting = clamp_integer(value, low, low + (1 << bits) - 1);
  set_packed_bits(bytes, type, index, static_cast<int>(fitting));
}

uint8_t small_float_bits(const std::byte* bytes, DataType type, int64_t index) {
  return is_packed(type) ? packed_bits(bytes, type, index) : static_cast<uint8_t>(bytes[index]);
}

}  // namespace

double HostTensor::value_at(int64_t index) const {
  NIGHTJAR_CHECK(index >= 0 && index < count_ && bytes_, "element index within a numeric tensor");
  if (is_small_float(type_)) {
    return decode_small_float(type_, small_float_bits(bytes(), type_, index));
  }
  if (is_packed(type_)) return static_cast<double>(packed_integer(bytes(), type_, index));
  return with_storage(type_, [&]<typename T>(T*) -> double {
    const T& stored = reinterpret_cast<const T*>(bytes())[index];
    if constexpr (kIsComplex<T>) {
      return stored.real();
    } else if constexpr (std::is_class_v<T>) {
      return static_cast<float>(stored);
    } else {
      return static_cast<double>(stored);
    }
  });
}

int64_t HostTensor::integer_at(int64_t index) const {
  if (!is_integer(type_) && type_ != DataType::kBool) return saturate<int64_t>(value_at(index));
  NIGHTJAR_CHECK(index >= 0 && index < count_, "element index within the tensor");
  if (is_packed(type_)) return packed_integer(bytes(), type_, index);
  return with_storage(type_, [&]<typename T>(T*) -> int64_t {
    if constexpr (std::integral<T>) {
      return static_cast<int64_t>(reinterpret_cast<const T*>(bytes())[index]);
    } else {
      return 0;
    }
  });
}

void HostTensor::set_value(int64_t index, double value) {
  NIGHTJAR_CHECK(index >= 0 && index < count_ && bytes_, "element index within a numeric tensor");
  if (is_small_float(type_)) {
    const uint8_t bits = encode_small_float(type_, value);
    if (is_packed(type_)) {
      set_packed_bits(bytes(), type_, index, bits);
    } else {
      bytes()[index] = static_cast<std::byte>(bits);
    }
    return;
  }
  if (is_packed(type_)) {
    return set_packed_integer(bytes(), type_, index, saturate<int64_t>(value));
  }
  if (type_ == DataType::kBool) {
    bytes()[index] = static_cast<std::byte>(value != 0.0);
    return;
  }
  with_storage(type_, [&]<typename T>(T*) {
    T& stored = reinterpret_cast<T*>(bytes())[index];
    if constexpr (std::integral<T>) {
      stored = saturate<T>(value);
    } else if constexpr (kIsComplex<T>) {
      stored = T(static_cast<typename T::value_type>(value));
    } else if constexpr (std::is_class_v<T>) {
      stored = T(static_cast<float>(value));
    } else {
      stored = static_cast<T>(value);
    }
  });
}

void HostTensor::set_integer(int64_t index, int64_t value) {
  if (!is_integer(type_) && type_ != DataType::kBool) {
    return set_value(index, static_cast<double>(value));
  }
  NIGHTJAR_CHECK(index >= 0 && index < count_, "element index within the tensor");
  if (is_packed(type_)) return set_packed_integer(bytes(), type_, index, value);
  if (type_ == DataType::kBool) {
    bytes()[index] = static_cast<std::byte>(value != 0);
    return;
  }
  with_storage(type_, [&]<typename T>(T*) {
    if constexpr (std::integral<T>) {
      T& stored = reinterpret_cast<T*>(bytes())[index];
      if constexpr (sizeof(T) == 8) {
        stored = static_cast<T>(value);
      } else {
        stored = static_cast<T>(
            clamp_integer(value, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
      }
    }
  });
}

}  // namespace nightjar::tensor
