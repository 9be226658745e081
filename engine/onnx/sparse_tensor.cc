// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {
namespace {

using tensor::Dims;
using tensor::HostTensor;

/// The linear position that entry `row` of the indices names.
Result<int64_t> position_of(const HostTensor& indices, int64_t row, const Dims& dims,
                            int64_t count) {
  if (indices.dims().size() == 1) {
    const int64_t position = indices.integer_at(row);
    if (position >= 0 && position < count) return position;
    return invalid_input("index " + std::to_string(position) + " is outside of the tensor");
  }
  int64_t position = 0;
  for (size_t axis = 0; axis < dims.size(); ++axis) {
    const int64_t coordinate =
        indices.integer_at(row * static_cast<int64_t>(dims.size()) + static_cast<int64_t>(axis));
    if (coordinate < 0 || coordinate >= dims[axis]) {
      return invalid_input("coordinate " + std::to_string(coordinate) + " is outside of axis " +
                           std::to_string(axis));
    }
    position = position * dims[axis] + coordinate;
  }
  return position;
}

Result<HostTensor> to_dense(const wire::SparseTensorProto& proto, const std::string& folder,
                            size_t max_bytes) {
  NIGHTJAR_ASSIGN(const HostTensor values, from_proto(proto.values(), folder));
  NIGHTJAR_ASSIGN(const HostTensor indices, from_proto(proto.indices(), folder));
  const Dims dims(proto.dims().begin(), proto.dims().end());
  NIGHTJAR_ASSIGN(const int64_t count, tensor::checked_element_count(dims));
  const auto element_bytes = static_cast<size_t>(tensor::bits_of(values.type())) / 8;
  if (element_bytes == 0) return unsupported("sparse values of this type are not supported");
  if (static_cast<size_t>(count) > max_bytes / element_bytes) {
    return invalid_input("shape " + tensor::to_string(dims) + " is larger than " +
                         std::to_string(max_bytes) + " bytes");
  }
  const Dims linear = {values.count()};
  const Dims rows = {values.count(), static_cast<int64_t>(dims.size())};
  const bool fits = indices.type() == tensor::DataType::kInt64 && values.dims().size() == 1 &&
                    (indices.dims() == linear || indices.dims() == rows);
  if (!fits) return invalid_input("indices do not fit the values");
  HostTensor dense(values.type(), dims);
  for (int64_t row = 0; row < values.count(); ++row) {
    NIGHTJAR_ASSIGN(const int64_t position, position_of(indices, row, dims, count));
    std::memcpy(dense.bytes() + static_cast<size_t>(position) * element_bytes,
                values.bytes() + static_cast<size_t>(row) * element_bytes, element_bytes);
  }
  return dense;
}

}  // namespace

Result<HostTensor> from_proto(const wire::SparseTensorProto& proto, const std::string& folder,
                              size_t max_bytes) {
  auto dense = to_dense(proto, folder, max_bytes);
  if (!dense.ok()) return dense.error().in("sparse tensor '" + proto.values().name() + "'");
  return dense;
}

}  // namespace nightjar::onnx
