// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Little-endian byte streams with bounds: what every format of ours is written and read with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "base/result.h"

namespace nightjar {

/// Appends plain values, strings and byte runs to a buffer it owns.
class ByteWriter {
 public:
  template <typename T>
  requires std::is_arithmetic_v<T>
  void put(T value) {
    const auto* first = reinterpret_cast<const std::byte*>(&value);
    bytes_.insert(bytes_.end(), first, first + sizeof(T));
  }
  void put_bytes(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  /// A 32-bit length and the characters.
  void put_string(const std::string& text);
  /// Zero bytes up to the next multiple of `alignment`.
  void pad_to(size_t alignment);

  size_t size() const { return bytes_.size(); }
  const std::vector<std::byte>& bytes() const { return bytes_; }
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// Reads what ByteWriter wrote; never reads outside `bytes`, which must outlive it.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  template <typename T>
  requires std::is_arithmetic_v<T> Result<T> get() {
    if (remaining() < sizeof(T)) return truncated(sizeof(T));
    T value;
    std::memcpy(&value, bytes_.data() + position_, sizeof(T));
    position_ += sizeof(T);
    return value;
  }
  /// A view into the underlying bytes.
  Result<std::span<const std::byte>> get_bytes(size_t count);
  Result<std::string> get_string();
  /// A 32-bit element count, refused when even `min_bytes_each` per element cannot fit.
  Result<uint32_t> get_count(size_t min_bytes_each);
  Status skip_to(size_t alignment);

  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }

 private:
  Error truncated(size_t wanted) const;

  std::span<const std::byte> bytes_;
  size_t position_ = 0;
};

}  // namespace nightjar
