// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Element types of tensors: every type of ONNX, by ONNX's own numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nightjar::tensor {

/// Values equal ONNX's TensorProto.DataType, so that plans and messages stay readable.
enum class DataType : uint8_t {
  kUndefined = 0,
  kFloat32 = 1,
  kUInt8 = 2,
  kInt8 = 3,
  kUInt16 = 4,
  kInt16 = 5,
  kInt32 = 6,
  kInt64 = 7,
  kString = 8,
  kBool = 9,
  kFloat16 = 10,
  kFloat64 = 11,
  kUInt32 = 12,
  kUInt64 = 13,
  kComplex64 = 14,
  kComplex128 = 15,
  kBFloat16 = 16,
  kFloat8E4M3FN = 17,
  kFloat8E4M3FNUZ = 18,
  kFloat8E5M2 = 19,
  kFloat8E5M2FNUZ = 20,
  kUInt4 = 21,
  kInt4 = 22,
  kFloat4E2M1 = 23,
  kFloat8E8M0 = 24,
  kUInt2 = 25,
  kInt2 = 26,
};

inline constexpr int kDataTypeCount = 27;

/// Bits an element takes in memory; 4-bit and 2-bit types are packed, low bits first.
/// Strings have no fixed size and give 0.
int bits_of(DataType type);

/// Bytes for `count` elements, sub-byte types rounded up to whole bytes.
size_t bytes_for(DataType type, int64_t count);

/// Lower-case names as NumPy and ONNX users write them: float32, bfloat16, int64, …
std::string_view name_of(DataType type);
std::optional<DataType> data_type_from_name(std::string_view name);
std::optional<DataType> data_type_from_onnx(int32_t number);

bool is_float(DataType type);    ///< Any floating type, 4 to 64 bits.
bool is_integer(DataType type);  ///< Any signed or unsigned integer; not bool.

}  // namespace nightjar::tensor
