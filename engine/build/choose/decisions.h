// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// From the choices of a build to the decisions that are written down.
#pragma once

#include <vector>

#include "engine/build/builder.h"
#include "engine/build/choose/choice.h"
#include "engine/build/program.h"

namespace nightjar::build {

/// One entry a step: its problem, ONNX nodes, tactic, the digest of the verified output, and every
/// candidate with its median and interval or why it was refused.
Decisions decisions_of(const Program& program, const std::vector<Choice>& choices,
                       const device::DeviceInfo& info, const BuildOptions& options);

}  // namespace nightjar::build
