// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Shapes: concrete dimensions, and symbolic ones that keep relations between dimensions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/tensor/dim.h"

namespace nightjar::tensor {

/// Concrete extents, outermost first. A scalar has none.
using Dims = std::vector<int64_t>;

/// Symbolic extents, outermost first.
using Shape = std::vector<Dim>;

/// Product of extents; 1 for a scalar.
int64_t element_count(const Dims& dims);
/// The same with overflow and negative extents refused; for outside input.
Result<int64_t> checked_element_count(const Dims& dims);
Dim element_count(const Shape& shape);

/// Row-major strides in elements.
Dims row_major_strides(const Dims& dims);

Shape to_shape(const Dims& dims);
/// Set when every extent is constant.
std::optional<Dims> constant_dims(const Shape& shape);
Result<Dims> evaluate(const Shape& shape, const SymbolValues& symbols);

/// Binds the symbols of `shape` to `dims`. Only extents that are a lone symbol bind; the others
/// must evaluate to the given extent. The error names the axis.
Status bind_symbols(const Shape& shape, const Dims& dims, SymbolValues& symbols);

std::string to_string(const Dims& dims);    ///< "2x3x224x224", "scalar"
std::string to_string(const Shape& shape);  ///< "Nx3x224x224", "scalar"

}  // namespace nightjar::tensor
