// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What `build --precision int8` and `quantize` need to know to make a network of bytes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command_line.h"
#include "engine/engine.h"
#include "engine/quantize/distance.h"
#include "engine/quantize/quantize.h"

namespace nightjar::cli {

struct QuantizeRequest {
  std::string data;  ///< A folder with data.json; empty for seeded inputs.
  std::string method = "entropy";
  double percentile = 99.99;
  std::string activations;  ///< Empty: what kernels of the device take.
  std::string cache;        ///< A calibration file to read or write; may be empty.
  std::string ranges;  ///< A calibration taken as it is, whatever it was made for; may be empty.
  std::vector<std::string> layer_words;    ///< "NODE=fp32"
  double max_error = quantize::kBadError;  ///< Of the outputs of the best precision.
};

/// A network made ready for bytes, and the ranges of all tensors that may become some.
struct Calibrated {
  engine::Network prepared;
  quantize::QuantizeOptions options;
  quantize::Calibration calibration;
};

/// Declares --calibrate, --calibration, --percentile, --activations, --calibration-cache,
/// --layer-precision and --max-error; `request` outlives the parse.
void add_quantize_options(Command& command, QuantizeRequest& request);

/// The precisions that --layer-precision names, by node; a word that is none, or names a node that
/// the network does not have, is refused.
Result<std::map<std::string, engine::Precision>> layer_precisions(
    const engine::Network& network, const std::vector<std::string>& words);

/// What is calibrated on: the data set that was named, or seeded inputs of `shapes`.
Result<quantize::Samples> samples_by_request(const engine::Network& prepared,
                                             const QuantizeRequest& request,
                                             const runtime::DimsByName& shapes);

/// Calibrates, or takes the ranges of a cache made for just this. `shapes` are those of seeded
/// inputs; `lines` gets what was done.
Result<Calibrated> calibrate_by_request(const engine::Network& network,
                                        const QuantizeRequest& request,
                                        const runtime::DimsByName& shapes,
                                        std::vector<std::string>& lines);

/// The same, and quantises but what --layer-precision keeps in float32.
Result<engine::Network> quantize_by_request(const engine::Network& network,
                                            const QuantizeRequest& request,
                                            const runtime::DimsByName& shapes,
                                            std::vector<std::string>& lines);

}  // namespace nightjar::cli
