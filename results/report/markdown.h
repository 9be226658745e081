// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tables as Markdown.
#pragma once

#include <string>

#include "results/report/grid.h"

namespace nightjar::report {

/// A pipe table; an empty string for a grid without rows.
std::string print_markdown(const Grid& grid);

/// Text that Markdown shows as it is.
std::string escape_markdown(const std::string& text);

}  // namespace nightjar::report
