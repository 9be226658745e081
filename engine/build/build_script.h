// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A network with late ops to a scripted plan, its parts compiled one by one.
#pragma once

#include "engine/build/builder.h"

namespace nightjar::build {

/// As build_plan, for a network that needs a script.
Result<BuildOutcome> build_script(const network::Network& network, device::Device& device,
                                  const BuildOptions& options, const Clock& clock);

}  // namespace nightjar::build
