// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Splits text at a delimiter, or at runs of white space.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace nightjar::kernels {

/// At most `most` cuts, any number when negative. Without a delimiter, white space parts the words
/// and none stands at the front or, unless the cuts have run out, at the end.
std::vector<std::string> split_text(const std::string& text, const std::string& delimiter,
                                    int64_t most);

}  // namespace nightjar::kernels
