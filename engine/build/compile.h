// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A network without late ops to a plan: optimise, lower, verify, time, choose.
#pragma once

#include "engine/build/builder.h"

namespace nightjar::build {

/// As build_plan, for a network that needs no script.
Result<BuildOutcome> compile(const network::Network& network, device::Device& device,
                             const BuildOptions& options, const Clock& clock);

}  // namespace nightjar::build
