// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A tensor with bytes in host memory, always row-major.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "engine/tensor/data_type.h"
#include "engine/tensor/shape.h"

namespace nightjar::tensor {

/// Bytes aligned to 64, zeroed when created. Copies share the bytes: treat a tensor as
/// immutable once another holder may see it. Strings live in a vector of their own.
class HostTensor {
 public:
  HostTensor() = default;
  /// Allocates; `dims` must be non-negative (checked_element_count for outside input).
  HostTensor(DataType type, Dims dims);
  static HostTensor of_strings(Dims dims, std::vector<std::string> strings);
  /// A tensor whose bytes are those given; a byte count that does not fit is refused.
  static Result<HostTensor> from_bytes(DataType type, Dims dims, std::span<const std::byte> bytes);
  template <typename T>
  static HostTensor of(DataType type, Dims dims, std::span<const T> values) {
    return from_bytes(type, std::move(dims), std::as_bytes(values)).value();
  }
  /// A tensor over memory that somebody else owns and that outlives it; no strings.
  static HostTensor over(DataType type, Dims dims, void* bytes);
  static HostTensor of_int64(Dims dims, const std::vector<int64_t>& values);
  static HostTensor of_floats(Dims dims, const std::vector<float>& values);

  DataType type() const { return type_; }
  const Dims& dims() const { return dims_; }
  int64_t count() const { return count_; }
  size_t byte_count() const { return byte_count_; }
  bool defined() const { return type_ != DataType::kUndefined; }

  std::byte* bytes() { return bytes_.get(); }
  const std::byte* bytes() const { return bytes_.get(); }
  std::span<const std::byte> byte_span() const { return {bytes_.get(), byte_count_}; }
  template <typename T>
  std::span<T> as() {
    return {reinterpret_cast<T*>(bytes_.get()), static_cast<size_t>(count_)};
  }
  template <typename T>
  std::span<const T> as() const {
    return {reinterpret_cast<const T*>(bytes_.get()), static_cast<size_t>(count_)};
  }
  const std::vector<std::string>& strings() const { return *strings_; }
  std::vector<std::string>& strings() { return *strings_; }

  /// The same bytes under other extents of equal element count.
  HostTensor reshaped(Dims dims) const;

  /// Element `index` as a double or int64, whatever the numeric type (packed and float8 too).
  double value_at(int64_t index) const;
  int64_t integer_at(int64_t index) const;
  /// Stores a value rounded to the tensor's type; integers saturate.
  void set_value(int64_t index, double value);
  void set_integer(int64_t index, int64_t value);
  /// All elements converted. For small tensors such as shapes, axes and scales.
  std::vector<int64_t> to_integers() const;
  std::vector<float> to_floats() const;

 private:
  DataType type_ = DataType::kUndefined;
  Dims dims_;
  int64_t count_ = 0;
  size_t byte_count_ = 0;
  std::shared_ptr<std::byte> bytes_;
  std::shared_ptr<std::vector<std::string>> strings_;
};

void write(const HostTensor& tensor, ByteWriter& out);
/// Refuses what does not fit together with one sentence.
Result<HostTensor> read_host_tensor(ByteReader& in);

/// True when type, extents and bytes are equal.
bool identical(const HostTensor& a, const HostTensor& b);

}  // namespace nightjar::tensor
