// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Movements that need not move: parts that are neighbouring runs of the whole's bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "kernels/common/problem.h"

namespace nightjar::kernels {

/// The parts are the inputs of a concat, or the outputs of a split or slice; the whole is its only
/// operand on the other side.
struct PartOffsets {
  bool parts_are_inputs = false;
  std::vector<size_t> bytes;  ///< Where each part begins in the whole.
};

/// Of a bound concat, split or slice with step 1 whose parts lie in the whole as they do alone:
/// every axis in front of the one that is divided has extent 1. Nothing for all others.
std::optional<PartOffsets> part_offsets(const Problem& bound);

}  // namespace nightjar::kernels
