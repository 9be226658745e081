// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Where each output position of an axis reads, and with which weights.
#pragma once

#include <vector>

#include "kernels/movement/mapped_copy.h"
#include "kernels/resize/resize.h"

namespace nightjar::kernels::resize {

/// `width` reads for each output position; positions outside of a cropped region read nothing.
struct AxisTaps {
  int64_t width = 1;
  std::vector<int64_t> indices;
  std::vector<float> weights;
  std::vector<bool> is_outside;

  /// Every position reads itself alone.
  bool is_identity(int64_t extent) const;
};

AxisTaps make_taps(const ResizeProblem& problem, size_t axis);

/// The nearest input index of each output position; kFill outside of a cropped region.
movement::AxisMap nearest_map(const ResizeProblem& problem, size_t axis);

}  // namespace nightjar::kernels::resize
