// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Files kept between jobs: published whole or not at all, and the oldest removed in time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/result.h"

namespace nightjar::runners {

/// Writes beside `path` and renames, so that nobody ever reads half a file, even when two
/// processes write the same.
Status publish_file(const std::string& path, std::span<const std::byte> bytes);

/// Removes the files not used for longest until at most `most_bytes` are left in `folder`.
void prune_folder(const std::string& folder, uint64_t most_bytes);

/// Notes that a kept file was used just now.
void mark_used(const std::string& path);

}  // namespace nightjar::runners
