// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The kinds of reduction, by themselves: GPU code includes no more than it needs.
#pragma once

#include <cstdint>

namespace nightjar::kernels {

enum class ReduceKind : uint8_t {
  kSum,
  kMean,
  kMax,
  kMin,
  kProduct,
  kL1,
  kL2,
  kSumSquare,
  kLogSum,
  kLogSumExp,
};

}  // namespace nightjar::kernels
