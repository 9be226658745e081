// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Upper and lower case of UTF-8 text.
#pragma once

#include <string>

namespace nightjar::kernels {

enum class LetterCase { kLower, kUpper };

/// Every letter that has a single counterpart is changed; bytes that are no UTF-8 stay.
std::string in_case(const std::string& text, LetterCase wanted);

}  // namespace nightjar::kernels
