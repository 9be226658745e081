// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Chains of pointwise steps become one step with one expression.
#pragma once

#include "engine/build/program.h"

namespace nightjar::build {

/// Joins a pointwise step with the pointwise step that alone reads its result, when both have
/// equal extents and compute in the same type. Done after lowering, so that it sees every op that
/// became pointwise and every layout. Returns how many steps went away.
size_t fuse_pointwise(Program& program);

}  // namespace nightjar::build
