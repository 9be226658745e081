// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Networks with QuantizeLinear and DequantizeLinear: from floats rounded now and then to integer
// arithmetic. They run after every other pass, when epilogues have found their contractions.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"

namespace nightjar::optimize {

/// Which contractions of bytes a device has.
enum class Integers : uint8_t {
  kNone,
  /// Of int8 about zero, with channels in runs of 16 and no groups: what tensor cores take.
  kRuns,
  kAny,
};

/// QLinearConv and QLinearMatMul with constant numbers become what they stand for: dequantised
/// operands, a contraction, and what quantises its result.
Result<size_t> open_integer_ops(network::Network& network);

/// Quantisation moves up and dequantisation down past ops that mean the same on bytes; equal ones
/// merge, and round trips vanish.
Result<size_t> move_quantization(network::Network& network);

/// A contraction of dequantised values, with its epilogue and what quantises its result, becomes
/// QuantizedConv or QuantizedGemm. Per-tensor x, per-channel int8 weights about zero.
Result<size_t> fuse_quantized(network::Network& network, Integers integers);

/// What no contraction quantises is pooled first: a GPU pools halves no slower than bytes.
Result<size_t> quantize_behind_pools(network::Network& network);

/// GlobalAveragePool of dequantised values becomes QuantizedMean, which sums bytes.
Result<size_t> fuse_quantized_mean(network::Network& network);

/// Where contractions shall not run in integers: their dequantised weights become constants.
Result<size_t> fold_quantized_weights(network::Network& network);

/// All of the above in order, verified after each; pools first where contractions are of runs,
/// means of bytes where any contraction can be of bytes. Returns a line a pass that changed
/// something.
Result<std::vector<std::string>> run_quantized_passes(network::Network& network, Integers integers);

}  // namespace nightjar::optimize
