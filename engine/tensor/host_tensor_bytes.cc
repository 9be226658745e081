// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Host tensors to bytes and back.
#include "engine/tensor/host_tensor.h"

namespace nightjar::tensor {
namespace {

constexpr uint32_t kMaxRank = 64;

Result<HostTensor> read_strings(ByteReader& in, Dims dims, int64_t count) {
  if (static_cast<uint64_t>(count) > in.remaining() / sizeof(uint32_t)) {
    return invalid_input("more strings are promised than there are bytes for");
  }
  std::vector<std::string> strings(static_cast<size_t>(count));
  for (std::string& text : strings) {
    NIGHTJAR_ASSIGN(text, in.get_string());
  }
  return HostTensor::of_strings(std::move(dims), std::move(strings));
}

}  // namespace

void write(const HostTensor& tensor, ByteWriter& out) {
  out.put(static_cast<uint8_t>(tensor.type()));
  out.put(static_cast<uint32_t>(tensor.dims().size()));
  for (const int64_t extent : tensor.dims()) out.put(extent);
  if (tensor.type() == DataType::kString) {
    for (const std::string& text : tensor.strings()) out.put_string(text);
  } else {
    out.put_bytes(tensor.byte_span());
  }
}

Result<HostTensor> read_host_tensor(ByteReader& in) {
  NIGHTJAR_ASSIGN(const uint8_t number, in.get<uint8_t>());
  const auto type = data_type_from_onnx(number);
  if (!type) return invalid_input("a tensor has the unknown type " + std::to_string(number));
  NIGHTJAR_ASSIGN(const uint32_t rank, in.get_count(sizeof(int64_t)));
  if (rank > kMaxRank) return invalid_input("a tensor has too many axes");
  Dims dims(rank);
  for (int64_t& extent : dims) {
    NIGHTJAR_ASSIGN(extent, in.get<int64_t>());
  }
  NIGHTJAR_ASSIGN(const int64_t count, checked_element_count(dims));
  if (*type == DataType::kString) return read_strings(in, std::move(dims), count);
  // No type is smaller than two bits; asking this first keeps the byte count from wrapping.
  if (static_cast<uint64_t>(count) / 4 > in.remaining()) {
    return invalid_input("a tensor promises more bytes than there are");
  }
  NIGHTJAR_ASSIGN(const auto bytes, in.get_bytes(bytes_for(*type, count)));
  return HostTensor::from_bytes(*type, std::move(dims), bytes);
}

}  // namespace nightjar::tensor
