// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/host_tensor.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/check.h"

namespace nightjar::tensor {
namespace {

constexpr size_t kAlignment = 64;

std::shared_ptr<std::byte> allocate_zeroed(size_t byte_count) {
  const size_t padded = (std::max<size_t>(byte_count, 1) + kAlignment - 1) & ~(kAlignment - 1);
  void* memory = std::aligned_alloc(kAlignment, padded);
  NIGHTJAR_CHECK(memory != nullptr, "out of host memory for a tensor");
  std::memset(memory, 0, padded);
  return {static_cast<std::byte*>(memory), [](std::byte* bytes) { std::free(bytes); }};
}

}  // namespace

HostTensor::HostTensor(DataType type, Dims dims) : type_(type), dims_(std::move(dims)) {
  const auto count = checked_element_count(dims_);
  NIGHTJAR_CHECK(count.ok(), "extents of a host tensor are checked before it is made");
  count_ = *count;
  if (type_ == DataType::kString) {
    strings_ = std::make_shared<std::vector<std::string>>(static_cast<size_t>(count_));
  } else if (type_ != DataType::kUndefined) {
    byte_count_ = bytes_for(type_, count_);
    bytes_ = allocate_zeroed(byte_count_);
  }
}

HostTensor HostTensor::of_strings(Dims dims, std::vector<std::string> strings) {
  HostTensor tensor(DataType::kString, std::move(dims));
  NIGHTJAR_CHECK(strings.size() == static_cast<size_t>(tensor.count_), "one string per element");
  *tensor.strings_ = std::move(strings);
  return tensor;
}

Result<HostTensor> HostTensor::from_bytes(DataType type, Dims dims,
                                          std::span<const std::byte> bytes) {
  if (bits_of(type) == 0) {
    return invalid_input("a tensor of type " + std::string(name_of(type)) +
                         " cannot be made from bytes");
  }
  NIGHTJAR_ASSIGN(const int64_t count, checked_element_count(dims));
  // No type is smaller than two bits; asking this first keeps the product below from wrapping.
  const bool too_many = static_cast<uint64_t>(count) / 4 > bytes.size();
  if (too_many || bytes_for(type, count) != bytes.size()) {
    return invalid_input("shape " + to_string(dims) + " of " + std::string(name_of(type)) +
                         " does not fit " + std::to_string(bytes.size()) + " bytes");
  }
  HostTensor tensor(type, std::move(dims));
  if (!bytes.empty()) std::memcpy(tensor.bytes(), bytes.data(), bytes.size());
  return tensor;
}

HostTensor HostTensor::over(DataType type, Dims dims, void* bytes) {
  const auto count = checked_element_count(dims);
  NIGHTJAR_CHECK(count.ok() && bits_of(type) != 0, "memory of others holds numbers");
  HostTensor view;
  view.type_ = type;
  view.dims_ = std::move(dims);
  view.count_ = *count;
  view.byte_count_ = bytes_for(type, *count);
  view.bytes_ = {static_cast<std::byte*>(bytes), [](std::byte*) {}};
  return view;
}

HostTensor HostTensor::of_int64(Dims dims, const std::vector<int64_t>& values) {
  return of<int64_t>(DataType::kInt64, std::move(dims), values);
}

HostTensor HostTensor::of_floats(Dims dims, const std::vector<float>& values) {
  return of<float>(DataType::kFloat32, std::move(dims), values);
}

HostTensor HostTensor::reshaped(Dims dims) const {
  const auto count = checked_element_count(dims);
  NIGHTJAR_CHECK(count.ok() && *count == count_, "reshaping keeps the element count");
  HostTensor view = *this;
  view.dims_ = std::move(dims);
  return view;
}

std::vector<int64_t> HostTensor::to_integers() const {
  std::vector<int64_t> values(static_cast<size_t>(count_));
  for (int64_t i = 0; i < count_; ++i) values[static_cast<size_t>(i)] = integer_at(i);
  return values;
}

std::vector<float> HostTensor::to_floats() const {
  std::vector<float> values(static_cast<size_t>(count_));
  for (int64_t i = 0; i < count_; ++i) {
    values[static_cast<size_t>(i)] = static_cast<float>(value_at(i));
  }
  return values;
}

bool identical(const HostTensor& a, const HostTensor& b) {
  if (a.type() != b.type() || a.dims() != b.dims()) return false;
  if (a.type() == DataType::kString) return a.strings() == b.strings();
  return a.byte_count() == 0 || std::memcmp(a.bytes(), b.bytes(), a.byte_count()) == 0;
}

}  // namespace nightjar::tensor
