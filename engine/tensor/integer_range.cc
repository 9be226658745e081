// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/tensor/integer_range.h"

#include <cmath>

#include "base/check.h"

namespace nightjar::tensor {

bool is_signed_integer(DataType type) {
  switch (type) {
    case DataType::kInt2:
    case DataType::kInt4:
    case DataType::kInt8:
    case DataType::kInt16:
    case DataType::kInt32:
    case DataType::kInt64:
      return true;
    default:
      return false;
  }
}

IntegerRange integer_range(DataType type) {
  NIGHTJAR_CHECK(is_integer(type), "an integer type");
  const int bits = bits_of(type);
  if (!is_signed_integer(type)) return {0.0, std::ldexp(1.0, bits) - 1};
  const double end = std::ldexp(1.0, bits - 1);
  return {-end, end - 1};
}

}  // namespace nightjar::tensor
