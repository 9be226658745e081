// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The readable record of every choice a build made.
#pragma once

#include <string>
#include <vector>

#include "engine/build/choose/choose.h"

namespace nightjar::build {

/// JSON: device, libraries, options, and per step its problem, ONNX nodes, tactic, config, reason,
/// digest of the verified output, and every candidate with its median or why it was refused.
std::string decisions_json(const Program& program, const std::vector<Choice>& choices,
                           const device::DeviceInfo& info, const BuildOptions& options);

}  // namespace nightjar::build
