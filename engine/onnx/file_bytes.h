// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whole files and pieces of them, with bounds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::onnx {

/// The bytes of a regular file; one larger than `max_bytes` is refused.
Result<std::vector<std::byte>> read_file_bytes(const std::string& path, size_t max_bytes);

/// `count` bytes from `offset` of the file `location` inside of `folder`. A location that leaves
/// the folder, by "..", an absolute path or a link, is refused.
Result<std::vector<std::byte>> read_external_bytes(const std::string& folder,
                                                   const std::string& location, uint64_t offset,
                                                   uint64_t count);

}  // namespace nightjar::onnx
