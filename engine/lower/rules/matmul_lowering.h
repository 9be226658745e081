// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operands of matrix products, where vectors stand for matrices.
#pragma once

#include "engine/lower/lowering.h"

namespace nightjar::lower::rules {

/// A vector on the left is a row, on the right a column.
Argument as_matrix(Argument argument, bool is_left);

/// The extents of a product with the axes that vector operands take away from it.
tensor::Shape product_shape(tensor::Shape shape, size_t left_rank, size_t right_rank);

}  // namespace nightjar::lower::rules
