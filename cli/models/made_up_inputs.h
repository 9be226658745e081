// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Inputs for an engine when only its speed is of interest.
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "engine/runtime/runtime.h"

namespace nightjar::cli {

/// Floats between -1 and 1 that are the same every time, integers of zero. Extents are those of
/// `shapes`, else of the plan's first profile, else the plan's with `batch` for symbols.
Result<runtime::TensorsByName> made_up_inputs(const runtime::Engine& engine,
                                              const runtime::DimsByName& shapes, int64_t batch);

}  // namespace nightjar::cli
