// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/weight_store.h"

#include <algorithm>
#include <cstring>

#include "base/digest.h"
#include "engine/plan/format.h"

namespace nightjar::build {

plan::WeightSpan WeightStore::put(std::span<const std::byte> bytes) {
  if (bytes.empty()) return {};
  const uint64_t checksum = checksum64(bytes);
  const auto [first, last] = by_checksum_.equal_range(checksum);
  const auto same = std::find_if(first, last, [&](const auto& entry) {
    return entry.second.byte_count == bytes.size() &&
           std::memcmp(section_.data() + entry.second.offset, bytes.data(), bytes.size()) == 0;
  });
  if (same != last) return same->second;
  const size_t alignment = plan::format::kWeightAlignment;
  const size_t offset = (section_.size() + alignment - 1) / alignment * alignment;
  section_.resize(offset + bytes.size());
  std::memcpy(section_.data() + offset, bytes.data(), bytes.size());
  const plan::WeightSpan span{offset, bytes.size()};
  by_checksum_.emplace(checksum, span);
  return span;
}

std::shared_ptr<const std::vector<std::byte>> WeightStore::take() {
  by_checksum_.clear();
  return std::make_shared<const std::vector<std::byte>>(std::move(section_));
}

}  // namespace nightjar::build
