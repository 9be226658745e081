// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tables as CSV (RFC 4180).
#pragma once

#include <string>

#include "results/report/grid.h"

namespace nightjar::report {

/// The titles, then the rows; fields are quoted where they must be.
std::string print_csv(const Grid& grid);

}  // namespace nightjar::report
