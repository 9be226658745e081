// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/verify/npy.h"

#include <charconv>
#include <map>

#include "base/text_file.h"

namespace nightjar::cli {
namespace {

using tensor::DataType;

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kMaxAxes = 64;

/// What stands behind 'key': in the header, up to `end`.
Result<std::string_view> field(std::string_view header, const std::string& key, char end) {
  const std::string quoted = "'" + key + "':";
  const size_t at = header.find(quoted);
  const size_t begin =
      at == std::string_view::npos ? at : header.find_first_not_of(' ', at + quoted.size());
  const size_t stop = begin == std::string_view::npos ? begin : header.find(end, begin);
  if (stop == std::string_view::npos) return invalid_input("its header has no '" + key + "'");
  return header.substr(begin, stop - begin);
}

Result<DataType> read_type(std::string_view header) {
  static const std::map<std::string_view, DataType> kTypes = {
      {"'<f4'", DataType::kFloat32}, {"'<f8'", DataType::kFloat64}, {"'<f2'", DataType::kFloat16},
      {"'<i8'", DataType::kInt64},   {"'<i4'", DataType::kInt32},   {"'<i2'", DataType::kInt16},
      {"'|i1'", DataType::kInt8},    {"'<u8'", DataType::kUInt64},  {"'<u4'", DataType::kUInt32},
      {"'<u2'", DataType::kUInt16},  {"'|u1'", DataType::kUInt8},   {"'|b1'", DataType::kBool}};
  NIGHTJAR_ASSIGN(const std::string_view name, field(header, "descr", ','));
  const auto type = kTypes.find(name);
  if (type != kTypes.end()) return type->second;
  return unsupported("its element type " + std::string(name) + " is not supported");
}

Result<tensor::Dims> read_dims(std::string_view header) {
  NIGHTJAR_ASSIGN(std::string_view list, field(header, "shape", ')'));
  tensor::Dims dims;
  const char* at = list.data();
  const char* const end = at + list.size();
  while (at != end) {
    if (*at < '0' || *at > '9') {
      ++at;
      continue;
    }
    int64_t extent = 0;
    const auto [next, failure] = std::from_chars(at, end, extent);
    if (failure != std::errc() || dims.size() == kMaxAxes) {
      return invalid_input("its shape cannot be read");
    }
    dims.push_back(extent);
    at = next;
  }
  return dims;
}

Result<tensor::HostTensor> parse_npy(std::string_view bytes) {
  constexpr size_t kVersionAt = 6, kLengthAt = 8;
  if (!bytes.starts_with(kMagic) || bytes.size() < kLengthAt + 4) {
    return invalid_input("it is no NumPy array");
  }
  const size_t length_bytes = bytes[kVersionAt] == 1 ? 2 : 4;
  size_t header_bytes = 0;
  for (size_t i = 0; i < length_bytes; ++i) {
    header_bytes |= size_t{static_cast<unsigned char>(bytes[kLengthAt + i])} << (8 * i);
  }
  const size_t start = kLengthAt + length_bytes;
  if (header_bytes > bytes.size() - start) return invalid_input("its header is cut short");
  const std::string_view header = bytes.substr(start, header_bytes);
  NIGHTJAR_ASSIGN(const DataType type, read_type(header));
  NIGHTJAR_ASSIGN(const std::string_view order, field(header, "fortran_order", ','));
  if (order != "False") return unsupported("its elements are not in row-major order");
  NIGHTJAR_ASSIGN(tensor::Dims dims, read_dims(header));
  const std::string_view data = bytes.substr(start + header_bytes);
  return tensor::HostTensor::from_bytes(type, std::move(dims), std::as_bytes(std::span(data)));
}

}  // namespace

Result<tensor::HostTensor> read_npy_file(const std::string& path) {
  NIGHTJAR_ASSIGN(const std::string bytes, read_text_file(path));
  auto array = parse_npy(bytes);
  if (!array.ok()) return array.error().in(path);
  return array;
}

}  // namespace nightjar::cli
