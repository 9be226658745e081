// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How a kernel steps over the spatial axes of a tensor: shared by convolution and pooling.
#pragma once

#include "base/result.h"
#include "engine/tensor/attributes.h"
#include "engine/tensor/shape.h"

namespace nightjar::kernels {

/// One entry a spatial axis, outermost first. Attributes `strides`, `dilations` (ones when
/// absent) and `pads` (all begins, then all ends; zeros when absent).
struct Window {
  tensor::Dims strides, dilations, pads_begin, pads_end;

  bool operator==(const Window&) const = default;

  /// Ones and zeros.
  static Window plain(size_t spatial_rank);
  static Result<Window> from_attributes(const tensor::Attributes& attributes, size_t spatial_rank);
  void add_to(tensor::Attributes& attributes) const;
};

}  // namespace nightjar::kernels
