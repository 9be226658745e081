// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Lets kernels that only move elements serve packed types: each element gets a byte of its own on
// the way.
#pragma once

#include <memory>

#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels {

/// Whether an operand has elements smaller than a byte.
bool has_packed(const Problem& problem);

/// The same problem with uint8 in the place of packed types.
Problem widened(Problem problem);

/// Opens the widened problem with `open`, between unpacking and packing.
Result<std::unique_ptr<Launchable>> open_widened(
    const Problem& problem, int threads,
    Result<std::unique_ptr<Launchable>> (*open)(const Problem& problem, int threads));

}  // namespace nightjar::kernels
