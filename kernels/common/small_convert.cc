// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/small_convert.h"

#include <array>
#include <bit>
#include <type_traits>

#include "kernels/common/clones.h"

namespace nightjar::kernels {
namespace {

using tensor::DataType;
using tensor::Overflow;
using tensor::PowerRounding;

/// The value of every byte.
using Values = std::array<float, 256>;

template <DataType kType>
const Values& values_of() {
  static const Values kValues = [] {
    Values values{};
    const int codes = 1 << tensor::bits_of(kType);
    for (int code = 0; code < codes; ++code) {
      values[static_cast<size_t>(code)] =
          static_cast<float>(tensor::decode_small_float(kType, static_cast<uint8_t>(code)));
    }
    return values;
  }();
  return kValues;
}

/// Towards zero; what 63 bits cannot hold becomes the nearest they can, NaN becomes zero.
template <typename C>
int64_t whole(C value) {
  if constexpr (std::is_floating_point_v<C>) {
    constexpr C kEnd = C(9223372036854775808.0);
    if (value != value) return 0;
    if (value >= kEnd) return INT64_MAX;
    return value <= -kEnd ? INT64_MIN : static_cast<int64_t>(value);
  } else {
    return static_cast<int64_t>(value);
  }
}

/// Rounds in the float's own bits: a shorter mantissa by adding half a step, numbers below the
/// format's normal ones by adding a float whose last place is their step.
template <DataType kType, Overflow kOverflow>
NIGHTJAR_INLINE uint8_t code_of(float value) {
  constexpr tensor::SmallFloatFormat kFormat = tensor::small_float_format(kType);
  constexpr int kNone = tensor::SmallFloatFormat::kNone;
  constexpr int kDropped = 23 - kFormat.mantissa_bits;
  constexpr uint32_t kSmallestNormal = static_cast<uint32_t>(128 - kFormat.bias) << 23;
  constexpr float kStep =
      std::bit_cast<float>(static_cast<uint32_t>(151 - kFormat.bias - kFormat.mantissa_bits) << 23);
  constexpr int kSpecial = kFormat.infinity != kNone ? kFormat.infinity : kFormat.nan;
  constexpr int kBeyond =
      kOverflow == Overflow::kSaturate || kSpecial == kNone ? kFormat.largest : kSpecial;
  const uint32_t bits = std::bit_cast<uint32_t>(value);
  const uint32_t magnitude = bits & 0x7fffffffu;
  const uint32_t half_step = (1u << (kDropped - 1)) - 1 + (magnitude >> kDropped & 1);
  const int normal = static_cast<int>((magnitude + half_step) >> kDropped) -
                     ((127 - kFormat.bias) << kFormat.mantissa_bits);
  const float shifted = std::bit_cast<float>(magnitude) + kStep;
  const int subnormal =
      static_cast<int>(std::bit_cast<uint32_t>(shifted) - std::bit_cast<uint32_t>(kStep));
  int code = magnitude < kSmallestNormal ? subnormal : normal;
  code = code > kFormat.largest ? kBeyond : code;
  const bool drops_sign = code == kFormat.nan || (code == 0 && !kFormat.has_negative_zero);
  const int sign = drops_sign ? 0
                              : static_cast<int>(bits >> 31)
                                    << (kFormat.exponent_bits + kFormat.mantissa_bits);
  return static_cast<uint8_t>(magnitude > 0x7f800000u ? kFormat.from_nan : code | sign);
}

template <DataType kType, Overflow kOverflow>
void store_floats(const float* from, int64_t count, void* to) {
  auto* codes = static_cast<uint8_t*>(to);
  for (int64_t i = 0; i < count; ++i) codes[i] = code_of<kType, kOverflow>(from[i]);
}

template <typename C, DataType kType, Overflow kOverflow, PowerRounding kRounding>
void store_small(const C* from, int64_t count, void* to) {
  auto* codes = static_cast<uint8_t*>(to);
  if constexpr (tensor::DataType::kFloat8E8M0 != kType && std::is_same_v<C, float>) {
    store_floats<kType, kOverflow>(from, count, to);
  } else {
    for (int64_t i = 0; i < count; ++i) {
      codes[i] =
          tensor::encode_small_float(kType, static_cast<double>(from[i]), kOverflow, kRounding);
    }
  }
}

template <typename C, int kBits>
void store_integers(const C* from, int64_t count, void* to) {
  auto* codes = static_cast<uint8_t*>(to);
  for (int64_t i = 0; i < count; ++i) {
    codes[i] = static_cast<uint8_t>(whole(from[i]) & ((1 << kBits) - 1));
  }
}

template <typename C, DataType kType>
void load_floats(const void* from, int64_t count, C* to) {
  const auto* codes = static_cast<const uint8_t*>(from);
  const Values& values = values_of<kType>();
  for (int64_t i = 0; i < count; ++i) {
    if constexpr (std::is_floating_point_v<C>) {
      to[i] = values[codes[i]];
    } else {
      to[i] = static_cast<C>(whole(values[codes[i]]));
    }
  }
}

template <typename C, int kBits, bool kIsSigned>
void load_integers(const void* from, int64_t count, C* to) {
  const auto* codes = static_cast<const uint8_t*>(from);
  constexpr int kSign = kIsSigned ? 1 << (kBits - 1) : 0;
  for (int64_t i = 0; i < count; ++i) to[i] = static_cast<C>((codes[i] ^ kSign) - kSign);
}

template <typename C, DataType kType>
StoreFunction<C> store_of(const Narrowing& narrowing) {
  const bool saturates = narrowing.overflow == Overflow::kSaturate;
  constexpr auto kSpecial = Overflow::kToSpecial;
  if constexpr (kType == DataType::kFloat8E8M0) {
    switch (narrowing.power_rounding) {
      case PowerRounding::kUp:
        return saturates ? store_small<C, kType, Overflow::kSaturate, PowerRounding::kUp>
                         : store_small<C, kType, kSpecial, PowerRounding::kUp>;
      case PowerRounding::kDown:
        return saturates ? store_small<C, kType, Overflow::kSaturate, PowerRounding::kDown>
                         : store_small<C, kType, kSpecial, PowerRounding::kDown>;
      case PowerRounding::kNearest:
        return saturates ? store_small<C, kType, Overflow::kSaturate, PowerRounding::kNearest>
                         : store_small<C, kType, kSpecial, PowerRounding::kNearest>;
    }
  }
  return saturates ? store_small<C, kType, Overflow::kSaturate, PowerRounding::kUp>
                   : store_small<C, kType, kSpecial, PowerRounding::kUp>;
}

/// Calls `visit` with the type as a constant; the default value of its result for other types.
template <typename Visit>
auto with_small_float(DataType type, Visit visit)
    -> decltype(visit(std::integral_constant<DataType, DataType::kFloat4E2M1>())) {
  switch (type) {
    case DataType::kFloat8E4M3FN:
      return visit(std::integral_constant<DataType, DataType::kFloat8E4M3FN>());
    case DataType::kFloat8E4M3FNUZ:
      return visit(std::integral_constant<DataType, DataType::kFloat8E4M3FNUZ>());
    case DataType::kFloat8E5M2:
      return visit(std::integral_constant<DataType, DataType::kFloat8E5M2>());
    case DataType::kFloat8E5M2FNUZ:
      return visit(std::integral_constant<DataType, DataType::kFloat8E5M2FNUZ>());
    case DataType::kFloat8E8M0:
      return visit(std::integral_constant<DataType, DataType::kFloat8E8M0>());
    case DataType::kFloat4E2M1:
      return visit(std::integral_constant<DataType, DataType::kFloat4E2M1>());
    default:
      return {};
  }
}

}  // namespace

bool is_packed(DataType type) { return tensor::bits_of(type) == 4 || tensor::bits_of(type) == 2; }

bool is_small_number(DataType type) { return is_packed(type) || tensor::is_small_float(type); }

template <typename C>
LoadFunction<C> load_small_function(DataType type) {
  switch (type) {
    case DataType::kInt4:
      return load_integers<C, 4, true>;
    case DataType::kUInt4:
      return load_integers<C, 4, false>;
    case DataType::kInt2:
      return load_integers<C, 2, true>;
    case DataType::kUInt2:
      return load_integers<C, 2, false>;
    default:
      return with_small_float(type, [](auto known) -> LoadFunction<C> {
        return load_floats<C, decltype(known)::value>;
      });
  }
}

template <typename C>
StoreFunction<C> store_small_function(DataType type, const Narrowing& narrowing) {
  if (tensor::is_integer(type)) {
    if (tensor::bits_of(type) == 4) return store_integers<C, 4>;
    return tensor::bits_of(type) == 2 ? store_integers<C, 2> : nullptr;
  }
  return with_small_float(
      type, [&](auto known) { return store_of<C, decltype(known)::value>(narrowing); });
}

void unpack(DataType type, const void* from, int64_t count, uint8_t* to) {
  const int bits = tensor::bits_of(type), per_byte = 8 / bits, mask = (1 << bits) - 1;
  const auto* bytes = static_cast<const uint8_t*>(from);
  for (int64_t i = 0; i < count; ++i) {
    to[i] = static_cast<uint8_t>(bytes[i / per_byte] >> (i % per_byte * bits) & mask);
  }
}

void pack(DataType type, const uint8_t* from, int64_t count, void* to) {
  const int bits = tensor::bits_of(type), per_byte = 8 / bits;
  auto* bytes = static_cast<uint8_t*>(to);
  for (int64_t first = 0; first < count; first += per_byte) {
    int byte = 0;
    for (int64_t i = 0; i < per_byte && first + i < count; ++i)
      byte |= from[first + i] << (i * bits);
    bytes[first / per_byte] = static_cast<uint8_t>(byte);
  }
}

#define NIGHTJAR_INSTANTIATE(C)                              \
  template LoadFunction<C> load_small_function<C>(DataType); \
  template StoreFunction<C> store_small_function<C>(DataType, const Narrowing&);
NIGHTJAR_INSTANTIATE(float)
NIGHTJAR_INSTANTIATE(double)
NIGHTJAR_INSTANTIATE(int64_t)
NIGHTJAR_INSTANTIATE(uint64_t)
#undef NIGHTJAR_INSTANTIATE

}  // namespace nightjar::kernels
