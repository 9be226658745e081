// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// y = W x for a row-major matrix: the product inside of a cell.
#pragma once

#include <cstdint>

namespace nightjar::kernels::recurrent {

/// y[i] = start[i] + sum over k of w[i, k] x[k]; a null `start` counts as zeros.
template <typename C>
void dot_rows(const C* w, const C* x, const C* start, int64_t rows, int64_t columns, C* y);

}  // namespace nightjar::kernels::recurrent
