// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Opens movement problems: each becomes a few strided or mapped copies.
#pragma once

#include <memory>
#include <vector>

#include "kernels/movement/mapped_copy.h"
#include "kernels/movement/movement.h"

namespace nightjar::kernels::movement {

Result<std::unique_ptr<Launchable>> open_plain(const Problem& problem, int threads);

/// The tables of slice, pad, expand and tile. Fails when an index would leave the input.
Result<std::vector<AxisMap>> axis_maps(const MovementProblem& problem);

}  // namespace nightjar::kernels::movement
