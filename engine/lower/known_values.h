// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Ops whose every output is known as expressions over symbols: a fill instead of arithmetic.
#pragma once

#include <optional>

#include "engine/lower/lowering.h"

namespace nightjar::lower {

/// nullopt when some output is not known.
std::optional<LoweredOp> lower_known_values(Lowering& lowering);

}  // namespace nightjar::lower
