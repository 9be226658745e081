// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The page that says which operators there are: docs/OPERATORS.md.
#pragma once

#include <string>

namespace nightjar::cli {

/// Markdown, from the tables that the engine itself works by. Deterministic.
std::string operators_page();

}  // namespace nightjar::cli
