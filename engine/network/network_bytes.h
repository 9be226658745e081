// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Networks to bytes and back, bodies included: how a plan carries what is lowered while running.
#pragma once

#include "base/bytes.h"
#include "engine/network/network.h"

namespace nightjar::network {

/// Deterministic. Ids are those that compact() would give.
void write(const Network& network, ByteWriter& out);

/// Refuses what does not hold together with one sentence; descriptions are taken as they are.
Result<Network> read_network(ByteReader& in);

}  // namespace nightjar::network
