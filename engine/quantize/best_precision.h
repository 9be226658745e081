// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Each layer in the precision that was measured to be the fastest, of those it may have.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/build/builder.h"
#include "engine/quantize/distance.h"
#include "engine/quantize/quantize.h"

namespace nightjar::quantize {

struct BestRequest {
  /// What is built in floats; its heavy nodes are what is decided about.
  const network::Network* network = nullptr;
  /// The network with bytes but at the nodes named; an error where it cannot be quantised.
  std::function<Result<network::Network>(const std::set<std::string>& keep_float)> quantized;
  /// Nodes that have no choice: fp32, bf16 or int8.
  std::map<std::string, build::Precision> fixed;
  build::BuildOptions options;  ///< Their precision and keep_float are set here.
  /// What plans are held to the reference on, four of them at most; without any, nobody is.
  Samples samples;
  double max_error = kBadError;  ///< Relative error of the worst output that a plan may have.
};

struct BestBuild {
  build::BuildOutcome outcome;
  std::vector<std::string> lines;  ///< What was compared, for people.
};

/// Builds in float32, bfloat16 and integers, gives each heavy node the precision whose step took
/// the least time, builds that mixture, and returns the one of the four whose steps' medians add up
/// to the least, of those whose outputs are near enough to the reference's on all samples; float32
/// always is. A precision that is not near enough by itself has no part in the mixture. With nodes
/// fixed it is always the mixture, which is refused where it is too far off. Refuses a node fixed
/// to int8 that no integer kernel takes, and devices that are no CPUs.
Result<BestBuild> build_best(const BestRequest& request, device::Device& device,
                             const Clock& clock);

}  // namespace nightjar::quantize
