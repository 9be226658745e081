// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Splits a network whose shapes depend on values: what can be compiled ahead, and the rest.
#pragma once

#include <vector>

#include "engine/network/network.h"

namespace nightjar::build {

/// Whether some op can only be lowered while the model runs.
bool needs_script(const network::Network& network);

/// `script` has the late ops and one op nightjar::Part, numbered by its attribute "part", for
/// each network in `parts`; bodies are split in the same way and share the numbers.
struct Partition {
  network::Network script;
  std::vector<network::Network> parts;
};

/// Groups ops that are not late into as few parts as their order allows. Groups of few light ops
/// stay in the script, where they cost less than a part does.
Partition partition(const network::Network& network);

}  // namespace nightjar::build
