// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The plain answer to a contraction of bytes: the plain contraction in float64, whose sums of bytes
// are exact, and then the epilogue value by value in float32.
#pragma once

#include <memory>

#include "kernels/common/tactic.h"
#include "kernels/quantized/requantization.h"

namespace nightjar::kernels {

/// One contraction as the plain kernel sees it.
struct PlainQuantized {
  Problem sums;     ///< A bound plain problem of x, w and y alone, all in float64.
  Problem problem;  ///< The quantised problem itself.
  Requantization requantization;
  int64_t line = 0;  ///< Neighbours in the memory of y that are walked together.
  int64_t channels = 0;
  bool is_channel_line = false;  ///< A line is one value of each channel, else all of one channel.
};

Result<std::unique_ptr<Launchable>> open_plain_quantized(const PlainQuantized& plain,
                                                         device::Device& device);

}  // namespace nightjar::kernels
