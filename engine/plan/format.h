// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The constants of the plan file; docs/PLAN_FORMAT.md is its page.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace nightjar::plan::format {

inline constexpr std::array<char, 8> kMagic = {'N', 'J', 'P', 'L', 'A', 'N', '\r', '\n'};
inline constexpr uint32_t kVersion = 4;

/// Sections in file order. Each starts at a multiple of kSectionAlignment.
enum class Section : uint32_t {
  kHeader = 0,
  kGraph = 1,
  kDecisions = 2,
  kWeights = 3,
  kScript = 4,
  kParts = 5,
  kNetwork = 6,
};
inline constexpr uint32_t kSectionCount = 7;
inline constexpr size_t kSectionAlignment = 4096;
inline constexpr size_t kWeightAlignment = 64;

/// Bits of the header's flags.
inline constexpr uint8_t kIsOptimized = 1, kIsStripped = 2;

/// Magic, version, section count, then per section offset, size and checksum, then a checksum of
/// everything before it.
inline constexpr size_t kTableEntryBytes = 3 * sizeof(uint64_t);
inline constexpr size_t kPreambleBytes =
    kMagic.size() + 2 * sizeof(uint32_t) + kSectionCount * kTableEntryBytes + sizeof(uint64_t);

/// Bounds on what a reader believes.
inline constexpr uint32_t kMaxTensors = 1u << 22;
inline constexpr uint32_t kMaxSteps = 1u << 21;
inline constexpr uint32_t kMaxParts = 1u << 16;
inline constexpr uint32_t kMaxProfiles = 1u << 10;
inline constexpr uint32_t kMaxSpareRuns = kMaxSteps;

}  // namespace nightjar::plan::format
