// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/network/rules/element_grid.h"

namespace nightjar::network::rules {

std::optional<ElementGrid> grid_of(const RuleInput& in, size_t index) {
  if (!given(in, index) || in.inputs[index].elements == nullptr) return std::nullopt;
  auto dims = tensor::constant_dims(shape_of(in, index));
  if (!dims) return std::nullopt;
  return ElementGrid{std::move(*dims), *in.inputs[index].elements};
}

std::optional<std::vector<Dim>> fill_grid(const Dims& dims,
                                          const std::function<const Dim&(const Dims&)>& at) {
  const auto count = tensor::checked_element_count(dims);
  if (!count.ok() || *count > kMaxKnownElements) return std::nullopt;
  std::vector<Dim> values;
  Dims coordinates(dims.size(), 0);
  for (int64_t i = 0; i < *count; ++i) {
    values.push_back(at(coordinates));
    for (size_t axis = dims.size(); axis-- > 0;) {
      if (++coordinates[axis] < dims[axis]) break;
      coordinates[axis] = 0;
    }
  }
  return values;
}

const Dim& element_at(const ElementGrid& grid, const Dims& coordinates) {
  int64_t offset = 0;
  for (size_t axis = 0; axis < grid.dims.size(); ++axis) {
    offset = offset * grid.dims[axis] + coordinates[axis];
  }
  return grid.values[static_cast<size_t>(offset)];
}

std::optional<ElementGrid> spread_grid(const ElementGrid& grid, const Dims& dims) {
  const size_t lead = dims.size() - grid.dims.size();
  auto values = fill_grid(dims, [&](const Dims& wide) -> const Dim& {
    Dims narrow(wide.begin() + static_cast<std::ptrdiff_t>(lead), wide.end());
    for (size_t axis = 0; axis < narrow.size(); ++axis) {
      if (grid.dims[axis] == 1) narrow[axis] = 0;
    }
    return element_at(grid, narrow);
  });
  if (!values) return std::nullopt;
  return ElementGrid{dims, std::move(*values)};
}

std::optional<std::vector<Dim>> combine_grids(const ElementGrid& a, const ElementGrid& b,
                                              const ElementFunction& combine) {
  const auto shape = broadcast(tensor::to_shape(a.dims), tensor::to_shape(b.dims));
  if (!shape.ok()) return std::nullopt;
  const Dims dims = *tensor::constant_dims(*shape);
  const auto left = spread_grid(a, dims), right = spread_grid(b, dims);
  if (!left || !right) return std::nullopt;
  std::vector<Dim> values;
  for (size_t i = 0; i < left->values.size(); ++i) {
    auto value = combine(left->values[i], right->values[i]);
    if (!value) return std::nullopt;
    values.push_back(std::move(*value));
  }
  return values;
}

}  // namespace nightjar::network::rules
