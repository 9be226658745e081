// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The innermost product: one panel of rows by one panel of columns.
#pragma once

#include <cstdint>

namespace nightjar::kernels {

/// tile[kPanelRows][kPanelColumns<T>] = sum over `depth` of rows[k][r] * columns[k][j], with the
/// widest instructions this CPU has.
void multiply_panel_tile(int64_t depth, const float* rows, const float* columns, float* tile);
void multiply_panel_tile(int64_t depth, const double* rows, const double* columns, double* tile);
void multiply_panel_tile(int64_t depth, const uint64_t* rows, const uint64_t* columns,
                         uint64_t* tile);

}  // namespace nightjar::kernels
