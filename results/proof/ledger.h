// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What earlier proofs teach about a series' spread.
#pragma once

#include <span>

#include "results/proof/evidence.h"

namespace nightjar::proof {

/// `believed`, brought nearer to what the pairs of earlier proofs of the same series show: stored
/// pairs of one proof differ by processes alone, rebuilt ones by processes and builds. The belief
/// counts as its degrees of freedom do, and what is learnt adds to them. What the program or a
/// build changed cancels out, since only differences within a proof count.
Spread learn_spread(std::span<const ProofEvidence> earlier, const Spread& believed = {});

}  // namespace nightjar::proof
