// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which valid word somebody probably meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nightjar::scenarios {

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
size_t edit_distance(std::string_view a, std::string_view b);

/// The valid word with the least distance, the first of equals; empty without valid words.
std::string nearest_word(std::string_view word, const std::vector<std::string>& valid);

/// "unknown, did you mean 'precision'?", or, when nothing is close, the nearest word and all
/// others.
std::string suggest(std::string_view word, const std::vector<std::string>& valid);

}  // namespace nightjar::scenarios
