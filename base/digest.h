// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// SHA-256 names plans, problems, sides and scenarios; a fast checksum guards files against damage.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace nightjar {

/// 64 lower-case hex digits.
std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);

/// XXH3, 64 bits: finds damage at memory speed, proves nothing against intent.
uint64_t checksum64(std::span<const std::byte> bytes);

}  // namespace nightjar
