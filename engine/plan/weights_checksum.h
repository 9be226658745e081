// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The checksum of the weights section: of chunks, so that several threads read and check them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/plan/plan.h"

namespace nightjar::plan {

/// XXH3-64 over the XXH3-64 of each 4 MiB of the weights, each over that of the runs in it that lie
/// outside of `spare`, which is in order, apart and inside. Several threads read what is long, so
/// that a disk is asked for more than one thing at a time; they end before this returns.
uint64_t weights_checksum(std::span<const std::byte> weights, std::span<const WeightSpan> spare);

}  // namespace nightjar::plan
