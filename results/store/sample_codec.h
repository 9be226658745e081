// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Raw samples as small blobs: differences, zigzag, seven bits a byte, then zstd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace nightjar::store {

/// More samples than any scenario may take; a blob that claims more is refused.
inline constexpr int64_t kMaxSamples = 100'000'000;

std::vector<std::byte> encode_samples(std::span<const int64_t> samples);

/// `count` is what the row says; a blob that holds anything else is refused.
Result<std::vector<int64_t>> decode_samples(std::span<const std::byte> blob, int64_t count);

}  // namespace nightjar::store
