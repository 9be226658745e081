// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tables as JSON: a list with an object a row.
#pragma once

#include <string>
#include <vector>

#include "results/report/grid.h"

namespace nightjar::report {

/// Titles are the keys. Cells of a column that is marked numeric are numbers, an empty one null.
std::string print_grid_json(const Grid& grid, const std::vector<bool>& numeric);

}  // namespace nightjar::report
