// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which layer makes a plan of lower precision inaccurate: layer by layer beside the reference.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/build/builder.h"
#include "engine/network/network.h"
#include "engine/quantize/distance.h"
#include "engine/reference/reference.h"

namespace nightjar::quantize {

/// Builds a network in the precision in question, but for the nodes that stay in float32.
using BuildLow = std::function<Result<build::BuildOutcome>(const network::Network& network,
                                                           const std::set<std::string>& kept)>;

struct BlameOptions {
  double bad_error = kBadError;  ///< Relative error from which on a layer's values are called bad.
  uint64_t most_bytes = uint64_t{256} << 20;  ///< Of reference values held at a time.
  size_t most_ranked = 64;                    ///< Layers that are tried alone: a build each.
};

/// How far values are from the reference's: |difference| / |reference| in the 2-norm.
struct LayerError {
  std::string node, operation;
  double error = 0, cosine = 1;
};

struct Blame {
  LayerError whole;                 ///< The worst of the model's outputs; `node` is its name.
  std::vector<LayerError> layers;   ///< Heavy layers in order, each with all before it in place.
  std::optional<size_t> first_bad;  ///< Of `layers`.
  std::vector<LayerError> ranking;  ///< The outputs with one layer alone lowered; worst first.
};

/// Runs `network` on `inputs` by the reference and by plans of `build_low`. Layers are the ops
/// whose arithmetic is worth a lower precision. Their values are compared in groups that fit
/// `most_bytes`, a build and a walk of the reference each, so that memory stays bounded.
Result<Blame> blame(const network::Network& network, const reference::TensorsByName& inputs,
                    const BuildLow& build_low, device::Device& device,
                    const BlameOptions& options = {});

}  // namespace nightjar::quantize
