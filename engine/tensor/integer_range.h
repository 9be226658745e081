// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The least and the largest value of integer types.
#pragma once

#include "engine/tensor/data_type.h"

namespace nightjar::tensor {

/// Exact up to 32 bits, rounded outwards for 64.
struct IntegerRange {
  double low = 0;
  double high = 0;
};

bool is_signed_integer(DataType type);
/// Of an integer type.
IntegerRange integer_range(DataType type);

}  // namespace nightjar::tensor
