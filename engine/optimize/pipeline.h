// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The ordered list of passes, in one place, and the loop that runs them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::optimize {

/// Runs every pass until it finds nothing more, verifying the network after each change. Returns
/// one line a pass that changed something: "fold_batch_norm: 53 changes". An error names the pass.
Result<std::vector<std::string>> run_pipeline(network::Network& network);

/// The passes in their order.
std::vector<std::string> pass_names();

/// Removes ops whose results nobody reads.
Status remove_dead_code(network::Network& network);

}  // namespace nightjar::optimize
