// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The sliding window that convolutions and pools share: kernel, strides, dilations and padding.
#pragma once

#include "engine/network/rules/arguments.h"

namespace nightjar::network::rules {

/// One entry per spatial axis.
struct Window {
  std::vector<Dim> kernel;
  std::vector<int64_t> strides;
  std::vector<int64_t> dilations;
  std::vector<int64_t> pads_begin;
  std::vector<int64_t> pads_end;
  std::string auto_pad;  ///< "", SAME_UPPER, SAME_LOWER or VALID; the first uses the pads.
  bool ceil_mode = false;

  /// Extent of a dilated kernel.
  Dim reach(size_t axis) const;
};

/// Reads and checks the attributes of an op whose kernel has these extents.
Result<Window> read_window(const Op& op, std::vector<Dim> kernel);

/// Extents that the window slides over to; the error names a kernel larger than its input.
Result<Shape> slide(const Window& window, const Shape& input);

}  // namespace nightjar::network::rules
