// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What `build --precision int8` and `quantize` need to know to make a network of bytes.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command_line.h"
#include "engine/engine.h"
#include "engine/quantize/quantize.h"

namespace nightjar::cli {

struct QuantizeRequest {
  std::string data;  ///< A folder with data.json; empty for seeded inputs.
  std::string method = "entropy";
  double percentile = 99.99;
  std::string activations = "uint8";
  std::string cache;                     ///< A calibration file to read or write; may be empty.
  std::vector<std::string> layer_words;  ///< "NODE=fp32"
};

/// Declares --calibrate, --calibration, --percentile, --activations, --calibration-cache and
/// --layer-precision; `request` outlives the parse.
void add_quantize_options(Command& command, QuantizeRequest& request);

/// Calibrates, or takes the ranges of a cache made for just this, and quantises. `batch` and
/// `shapes` are those of seeded inputs; `lines` gets what was done.
Result<engine::Network> quantize_by_request(const engine::Network& network,
                                            const QuantizeRequest& request,
                                            const runtime::DimsByName& shapes,
                                            std::vector<std::string>& lines);

}  // namespace nightjar::cli
