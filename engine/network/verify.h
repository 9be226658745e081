// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Proves that a network holds together; run after every pass.
#pragma once

#include "engine/network/network.h"

namespace nightjar::network {

/// Checks that every edge names a tensor that an earlier op, an input or a constant gives, that
/// there is no cycle, that names of ops, inputs and outputs are unique, that constants fit their
/// descriptions, and that every description is what the op's rule infers. The error names the op
/// or tensor and what is wrong with it.
Status verify(const Network& network);

/// The same without asking the rules: for networks whose descriptions cannot be inferred again.
Status verify_structure(const Network& network);

}  // namespace nightjar::network
