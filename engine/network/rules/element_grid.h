// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Known elements of small integer tensors, moved and computed with as the ops of shape arithmetic
// do.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "engine/network/rules/arguments.h"

namespace nightjar::network::rules {

/// Row-major elements under concrete extents.
struct ElementGrid {
  Dims dims;
  std::vector<Dim> values;
};

/// Set when every element of the input is known and there are few.
std::optional<ElementGrid> grid_of(const RuleInput& in, size_t index);

/// The element at each position of `dims`, given its coordinates; nothing when there are too many.
std::optional<std::vector<Dim>> fill_grid(const Dims& dims,
                                          const std::function<const Dim&(const Dims&)>& at);
const Dim& element_at(const ElementGrid& grid, const Dims& coordinates);

/// An elementwise function of two elements; nothing where the result is not known.
using ElementFunction = std::function<std::optional<Dim>(const Dim&, const Dim&)>;

/// Both grids broadcast and combined; nothing when one result is not known.
std::optional<std::vector<Dim>> combine_grids(const ElementGrid& a, const ElementGrid& b,
                                              const ElementFunction& combine);
/// The grid repeated to the wider `dims` it broadcasts to.
std::optional<ElementGrid> spread_grid(const ElementGrid& grid, const Dims& dims);

}  // namespace nightjar::network::rules
