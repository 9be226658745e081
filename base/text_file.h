// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Whole files as strings: read with a limit, written so that nobody ever sees half of one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace nightjar {

/// What a file that somebody names may hold when its reader knows no limit of its own.
inline constexpr uint64_t kMostTextBytes = 1ULL << 30;

/// Every byte of the file, pipe or device at `path`. kNotFound where there is nothing, kIo where it
/// cannot be read (a folder, no permission, a device that refuses), kInvalidInput when it holds
/// more than `most_bytes`; the sentence names the path.
Result<std::string> read_text_file(const std::string& path, uint64_t most_bytes = kMostTextBytes);

/// Replaces the file at `path`, or makes it: written beside it and renamed, with the permissions it
/// had. A link stays one, and its target is replaced. Pipes and devices are written to as they are.
/// kIo on failure, which leaves an earlier file as it was; the sentence names the path.
Status write_text_file(const std::string& path, std::string_view text);

}  // namespace nightjar
