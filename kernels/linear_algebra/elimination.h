// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Gauss-Jordan elimination of one square matrix.
#pragma once

#include <cstdint>

namespace nightjar::kernels::linear_algebra {

/// Returns the determinant of `matrix`, n by n and row-major, which is overwritten. `inverse`, of
/// the same size, is filled unless it is nullptr.
double eliminate(double* matrix, int64_t n, double* inverse);

}  // namespace nightjar::kernels::linear_algebra
