// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reductions over axes that are neighbours, as three extents.
#pragma once

#include "kernels/reduce/reduce.h"

namespace nightjar::kernels::reduce {

/// [outer, middle, inner], of which the middle goes.
struct Extents {
  int64_t outer = 1, middle = 1, inner = 1;
};

inline bool are_neighbours(const std::vector<int64_t>& axes) {
  return !axes.empty() && axes.back() - axes.front() + 1 == static_cast<int64_t>(axes.size());
}

/// Of a bound reduction over neighbours.
inline Extents extents_of(const ReduceProblem& problem) {
  const tensor::Dims dims = dims_of(problem.input);
  Extents extents;
  for (size_t i = 0; i < dims.size(); ++i) {
    const auto axis = static_cast<int64_t>(i);
    int64_t& extent = axis < problem.axes.front()  ? extents.outer
                      : axis > problem.axes.back() ? extents.inner
                                                   : extents.middle;
    extent *= dims[i];
  }
  return extents;
}

}  // namespace nightjar::kernels::reduce
