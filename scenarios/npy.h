// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reads arrays in NumPy's .npy format, versions 1 and 2, little-endian and in C order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::scenarios {

/// An array as its file holds it.
struct NpyArray {
  std::string type;  ///< uint8, int16, uint16, int32, int64 or float32.
  std::vector<int64_t> dims;
  std::vector<std::byte> bytes;  ///< Exactly as many as type and dims say.

  /// Product of dims.
  int64_t elements() const;
  bool operator==(const NpyArray&) const = default;
};

/// Bytes of one element; 0 for a type that NpyArray does not know.
size_t npy_element_bytes(const std::string& type);

/// `name` is for messages. Anything malformed, truncated, too long or of another type is refused.
Result<NpyArray> parse_npy(std::span<const std::byte> file, const std::string& name);
Result<NpyArray> read_npy(const std::string& path);

}  // namespace nightjar::scenarios
