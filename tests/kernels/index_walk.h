// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Coordinates one after the other: how tests spell out what a kernel should do.
#pragma once

#include <cstdint>

#include "engine/tensor/shape.h"

namespace nightjar::kernels::testing {

/// Calls `visit(coordinates, position)` for every element in row-major order.
template <typename Visit>
void for_each_element(const tensor::Dims& dims, Visit visit) {
  const int64_t count = tensor::element_count(dims);
  for (int64_t position = 0; position < count; ++position) {
    tensor::Dims coordinates(dims.size());
    int64_t rest = position;
    for (size_t axis = dims.size(); axis-- > 0; rest /= dims[axis]) {
      coordinates[axis] = rest % dims[axis];
    }
    visit(coordinates, position);
  }
}

/// Row-major position of `coordinates`, aligned at the last axis; axes of extent 1 repeat.
inline int64_t position_of(const tensor::Dims& dims, const tensor::Dims& coordinates) {
  int64_t position = 0;
  const size_t lead = coordinates.size() - dims.size();
  for (size_t axis = 0; axis < dims.size(); ++axis) {
    position = position * dims[axis] + (dims[axis] == 1 ? 0 : coordinates[lead + axis]);
  }
  return position;
}

}  // namespace nightjar::kernels::testing
