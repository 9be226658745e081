// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which tensors lie inside of others for given extents, so that concats, splits and slices have
// nothing left to do.
#pragma once

#include <vector>

#include "engine/runtime/engine_state.h"

namespace nightjar::runtime {

/// Where a tensor's bytes are: in a tensor that has memory of its own.
struct Place {
  plan::TensorIndex root = plan::kAbsent;
  size_t offset = 0;
};

struct InPlace {
  std::vector<Place> places;  ///< One a tensor.
  std::vector<bool> is_done;  ///< One a step: nothing to launch.
};

/// `bound` are the steps' problems under the extents at hand. The parts of a concat are written
/// where the whole has them, when all of them can be: each is written by a step, is nobody's input,
/// output or constant, and belongs to no other whole. What is cut out of a whole is read where it
/// lies. Parts that would begin off the arena's alignment are moved as ever.
InPlace place_parts(const EngineState& engine, const std::vector<kernels::Problem>& bound);

}  // namespace nightjar::runtime
