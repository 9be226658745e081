// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How large the parts of a suite and a scenario may be; everything from outside is held to it.
#pragma once

#include <cstddef>
#include <cstdint>

namespace nightjar::scenarios {

inline constexpr size_t kMaxSuiteBytes = 1 << 20;
inline constexpr size_t kMaxScenarios = 20'000;  ///< Of one suite, what is left out included.
inline constexpr size_t kMaxTextBytes = 1024;    ///< Of a name, a path or an option.
inline constexpr int64_t kMaxMapEntries = 64;    ///< Inputs with shapes; build options.
inline constexpr int64_t kMaxRank = 16;
inline constexpr int64_t kMaxExtent = int64_t{1} << 31;
inline constexpr int64_t kMaxThreads = 4096;
inline constexpr int64_t kMaxConcurrency = 256;
inline constexpr double kLowestPercentile = 0.5, kHighestPercentile = 0.999;
inline constexpr int64_t kMaxSamples = 2'000'000;
inline constexpr int64_t kMaxDurationNs = 86'400'000'000'000;  ///< A day.

}  // namespace nightjar::scenarios
