// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/data_type.h"

#include <array>

namespace nightjar::tensor {
namespace {

struct TypeFacts {
  std::string_view name;
  int bits;
  char family;  // f float, i integer, b bool, c complex, s string, - none
};

constexpr std::array<TypeFacts, kDataTypeCount> kFacts = {{
    {"undefined", 0, '-'},      {"float32", 32, 'f'},   {"uint8", 8, 'i'},
    {"int8", 8, 'i'},           {"uint16", 16, 'i'},    {"int16", 16, 'i'},
    {"int32", 32, 'i'},         {"int64", 64, 'i'},     {"string", 0, 's'},
    {"bool", 8, 'b'},           {"float16", 16, 'f'},   {"float64", 64, 'f'},
    {"uint32", 32, 'i'},        {"uint64", 64, 'i'},    {"complex64", 64, 'c'},
    {"complex128", 128, 'c'},   {"bfloat16", 16, 'f'},  {"float8e4m3fn", 8, 'f'},
    {"float8e4m3fnuz", 8, 'f'}, {"float8e5m2", 8, 'f'}, {"float8e5m2fnuz", 8, 'f'},
    {"uint4", 4, 'i'},          {"int4", 4, 'i'},       {"float4e2m1", 4, 'f'},
    {"float8e8m0", 8, 'f'},     {"uint2", 2, 'i'},      {"int2", 2, 'i'},
}};

const TypeFacts& facts(DataType type) { return kFacts[static_cast<size_t>(type)]; }

}  // namespace

int bits_of(DataType type) { return facts(type).bits; }

size_t bytes_for(DataType type, int64_t count) {
  return (static_cast<size_t>(count) * static_cast<size_t>(bits_of(type)) + 7) / 8;
}

std::string_view name_of(DataType type) { return facts(type).name; }

std::optional<DataType> data_type_from_name(std::string_view name) {
  for (size_t i = 1; i < kFacts.size(); ++i) {
    if (kFacts[i].name == name) return static_cast<DataType>(i);
  }
  return std::nullopt;
}

std::optional<DataType> data_type_from_onnx(int32_t number) {
  if (number < 1 || number >= kDataTypeCount) return std::nullopt;
  return static_cast<DataType>(number);
}

bool is_float(DataType type) { return facts(type).family == 'f'; }
bool is_integer(DataType type) { return facts(type).family == 'i'; }

}  // namespace nightjar::tensor
