// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A proof in words.
#pragma once

#include <string>

#include "results/proof/judge.h"

namespace nightjar::proof {

/// One sentence for people: what it came to, by how much, from how many pairs, and which spread
/// between processes and builds it stands on.
std::string describe_proof(const Proof& proof, const ProofEvidence& evidence);

}  // namespace nightjar::proof
