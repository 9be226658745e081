// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/tensor_proto.h"

#include <charconv>
#include <cstring>

#include "engine/onnx/file_bytes.h"

namespace nightjar::onnx {
namespace {

using tensor::DataType;
using tensor::Dims;
using tensor::HostTensor;

constexpr int kMaxDims = 64;

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

Result<uint64_t> parse_number(const std::string& key, const std::string& text) {
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return invalid_input("its external data has the " + key + " '" + text + "', which is no number");
}

Result<HostTensor> read_external(const wire::TensorProto& proto, DataType type, const Dims& dims,
                                 const std::string& folder) {
  NIGHTJAR_ASSIGN(const int64_t count, tensor::checked_element_count(dims));
  if (count > (int64_t{1} << 56)) return invalid_input("its element count is too large");
  const uint64_t wanted = tensor::bytes_for(type, count);
  std::string location;
  uint64_t offset = 0, length = wanted;
  for (const auto& entry : proto.external_data()) {
    if (entry.key() == "location") location = entry.value();
    if (entry.key() == "offset") {
      NIGHTJAR_ASSIGN(offset, parse_number("offset", entry.value()));
    }
    if (entry.key() == "length") {
      NIGHTJAR_ASSIGN(length, parse_number("length", entry.value()));
    }
  }
  if (length != wanted) {
    return invalid_input("its external data has " + std::to_string(length) + " bytes, shape " +
                         tensor::to_string(dims) + " wants " + std::to_string(wanted));
  }
  NIGHTJAR_ASSIGN(const auto bytes, read_external_bytes(folder, location, offset, length));
  return HostTensor::from_bytes(type, dims, bytes);
}

/// The elements of a typed field, narrowed to the width that the type has in memory.
template <typename Narrow, typename Field>
Result<HostTensor> read_field(const Field& field, DataType type, const Dims& dims) {
  std::vector<Narrow> narrow;
  narrow.reserve(static_cast<size_t>(field.size()));
  for (const auto value : field) narrow.push_back(static_cast<Narrow>(value));
  return HostTensor::from_bytes(type, dims, std::as_bytes(std::span(narrow)));
}

Result<HostTensor> read_strings(const wire::TensorProto& proto, const Dims& dims) {
  NIGHTJAR_ASSIGN(const int64_t count, tensor::checked_element_count(dims));
  if (count != proto.string_data_size()) {
    return invalid_input("shape " + tensor::to_string(dims) + " does not fit " +
                         std::to_string(proto.string_data_size()) + " strings");
  }
  return HostTensor::of_strings(dims, {proto.string_data().begin(), proto.string_data().end()});
}

Result<HostTensor> read_typed(const wire::TensorProto& proto, DataType type, const Dims& dims) {
  switch (type) {
    case DataType::kFloat32:
    case DataType::kComplex64:
      return read_field<float>(proto.float_data(), type, dims);
    case DataType::kFloat64:
    case DataType::kComplex128:
      return read_field<double>(proto.double_data(), type, dims);
    case DataType::kInt64:
      return read_field<int64_t>(proto.int64_data(), type, dims);
    case DataType::kUInt64:
      return read_field<uint64_t>(proto.uint64_data(), type, dims);
    case DataType::kUInt32:
      return read_field<uint32_t>(proto.uint64_data(), type, dims);
    case DataType::kInt32:
      return read_field<int32_t>(proto.int32_data(), type, dims);
    default:
      return tensor::bits_of(type) == 16 ? read_field<uint16_t>(proto.int32_data(), type, dims)
                                         : read_field<uint8_t>(proto.int32_data(), type, dims);
  }
}

/// Any byte but 0 and 1 in a bool would be undefined behaviour in whoever reads it.
void normalize_bools(HostTensor& tensor) {
  if (tensor.type() != DataType::kBool) return;
  for (int64_t i = 0; i < tensor.count(); ++i) {
    tensor.bytes()[i] = static_cast<std::byte>(tensor.bytes()[i] != std::byte{0});
  }
}

Result<HostTensor> read_any(const wire::TensorProto& proto, const std::string& folder) {
  const auto type = tensor::data_type_from_onnx(proto.data_type());
  if (!type) return invalid_input("its data type is " + std::to_string(proto.data_type()));
  if (proto.dims_size() > kMaxDims) return invalid_input("it has too many axes");
  const Dims dims(proto.dims().begin(), proto.dims().end());
  if (*type == DataType::kString) return read_strings(proto, dims);
  if (proto.data_location() == wire::TensorProto::EXTERNAL) {
    return read_external(proto, *type, dims, folder);
  }
  if (proto.has_raw_data()) return HostTensor::from_bytes(*type, dims, bytes_of(proto.raw_data()));
  return read_typed(proto, *type, dims);
}

}  // namespace

Result<HostTensor> from_proto(const wire::TensorProto& proto, const std::string& folder) {
  auto tensor = read_any(proto, folder);
  if (!tensor.ok()) return tensor.error().in("tensor '" + proto.name() + "'");
  normalize_bools(*tensor);
  return tensor;
}

void to_proto(const HostTensor& tensor, const std::string& name, wire::TensorProto& proto) {
  for (const int64_t extent : tensor.dims()) proto.add_dims(extent);
  proto.set_data_type(static_cast<int32_t>(tensor.type()));
  if (!name.empty()) proto.set_name(name);
  if (tensor.type() == DataType::kString) {
    for (const std::string& text : tensor.strings()) proto.add_string_data(text);
    return;
  }
  proto.set_raw_data(tensor.bytes(), tensor.byte_count());
}

}  // namespace nightjar::onnx
