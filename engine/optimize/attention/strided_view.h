// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where the elements of a reshaped, transposed and cut tensor lie in the tensor it was made from.
#pragma once

#include <optional>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// Element (i, j, …) of the view is `factor` times element start + i * strides[0] + j *
/// strides[1] + … of `root` in row-major order.
struct StridedView {
  network::TensorId root = network::kAbsent;
  tensor::Shape shape, strides;
  tensor::Dim start;
  double factor = 1;
  std::vector<network::OpId> ops;  ///< Between root and view, the last one last.
};

/// Follows `tensor` back through renamings, Transpose, Split, Slice and Gather of one index, and
/// where `takes_factors` through products with a scalar, as far as strides can tell. At worst it is
/// its own root.
StridedView strided_view(const network::Network& network, network::TensorId tensor,
                         bool takes_factors);

/// The strides that `view` has under other extents; nullopt where elements would have to move.
std::optional<tensor::Shape> regrouped_strides(const tensor::Shape& shape,
                                               const tensor::Shape& strides,
                                               const tensor::Shape& wanted);

/// Row-major strides of symbolic extents.
tensor::Shape row_major(const tensor::Shape& shape);

}  // namespace nightjar::optimize
