// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The weights section while it grows: equal bytes are stored once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

#include "engine/plan/plan.h"

namespace nightjar::build {

class WeightStore {
 public:
  /// Where `bytes` lie in the section, aligned; stored now unless equal bytes already are.
  plan::WeightSpan put(std::span<const std::byte> bytes);
  /// The section; the store is empty afterwards.
  std::shared_ptr<const std::vector<std::byte>> take();

 private:
  std::vector<std::byte> section_;
  std::multimap<uint64_t, plan::WeightSpan> by_checksum_;
};

}  // namespace nightjar::build
