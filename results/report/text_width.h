// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How many terminal cells a text takes.
#pragma once

#include <string>
#include <string_view>

namespace nightjar::report {

/// Display width of UTF-8: 0 for combining marks, 2 for wide East Asian characters and emoji,
/// 1 for the rest and for bytes that are no UTF-8.
size_t text_width(std::string_view text);

/// `text` with spaces to `width` cells, behind it or in front of it.
std::string pad_right(std::string_view text, size_t width);
std::string pad_left(std::string_view text, size_t width);

/// Control characters made visible, so that a name from a model cannot steer the terminal.
std::string printable(std::string_view text);

}  // namespace nightjar::report
