// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What the frames between the two processes hold.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "wire/codec.h"

namespace nightjar::worker {

/// A kStage frame. A kJob is a lease, a kResult a result, a kHello a result that holds nothing but
/// the environment: those are the wire's.
struct Stage {
  std::string what;
  double progress = 0;

  bool operator==(const Stage&) const = default;
};

std::vector<std::byte> encode_stage(const Stage& stage);
Result<Stage> decode_stage(std::span<const std::byte> bytes);

}  // namespace nightjar::worker
