// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Chooses the layout of every op over the whole network: what kernels take in each layout, and
// what it takes to bring tensors from one layout into another.
#pragma once

#include "engine/build/layout/assign_layout.h"
#include "engine/network/network.h"

namespace nightjar::build {

/// What mixed layouts must gain: kernels timed alone find their operands nearer than in a network,
/// and a sum of many timings is not better than this.
inline constexpr double kMixedGain = 0.05;

/// What is asked about layouts, in nanoseconds.
class LayoutCosts {
 public:
  virtual ~LayoutCosts() = default;
  /// Of an op under the layouts that its tensors have in `network` now.
  virtual Result<double> op_ns(const network::Network& network, const network::Op& op) = 0;
  virtual Result<double> reformat_ns(const tensor::TensorDesc& from, tensor::Layout to) = 0;
};

struct LayoutChoice {
  LayoutsByOutput layouts;      ///< Of the ops that do not work row-major.
  double cost_ns = 0;           ///< Of all ops that had a choice, with the reformats.
  double channels_last_ns = 0;  ///< The same with channels last wherever that can be; 0: nowhere.
  double channels_blocked_ns = 0;  ///< And in blocks.
  bool is_optimal = true;          ///< See Labelling.
};

/// The labelling that costs least; channels last or blocks throughout where that costs at
/// most kMixedGain more. Fails when a cost cannot be told.
Result<LayoutChoice> choose_layouts(const network::Network& network, LayoutCosts& costs);

}  // namespace nightjar::build
