// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// SHA-256 of bytes, as lower-case hex: the name of plans, problems, sides and scenarios.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace nightjar {

/// 64 lower-case hex digits.
std::string sha256_hex(std::span<const std::byte> bytes);
std::string sha256_hex(std::string_view text);

}  // namespace nightjar
