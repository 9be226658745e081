// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Post-training quantisation: a float network becomes one with explicit QuantizeLinear and
// DequantizeLinear, which any ONNX runtime understands and our builder runs in integers.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/quantize/calibration.h"
#include "engine/reference/reference.h"

namespace nightjar::quantize {

struct QuantizeOptions {
  RangeOptions range;
  /// uint8 with zero points, or int8 about zero.
  tensor::DataType activations = tensor::DataType::kUInt8;
  std::set<std::string> keep_float;  ///< Nodes that stay in float32.
};

/// The only activations that contractions on a GPU take.
inline constexpr tensor::DataType kGpuActivations = tensor::DataType::kInt8;

/// Inputs of one inference, by name; calibration asks for `count` of them, one after the other.
struct Samples {
  int64_t count = 0;
  std::function<Result<reference::TensorsByName>(int64_t index)> at;
  std::string digest;  ///< Of what the samples are, for the calibration's key.
};

/// The network as calibration and quantisation see it: constants folded, BatchNormalization inside
/// of convolutions. Its tensors keep their names.
Result<network::Network> prepared(const network::Network& network);

/// What the key of a calibration of this network with these samples and options is.
std::string calibration_key(const network::Network& prepared, const Samples& samples,
                            const QuantizeOptions& options);

/// Walks the network over the samples with plain kernels and finds the ranges of all tensors that
/// would be bytes. Errors name the sample.
Result<Calibration> calibrate(const network::Network& prepared, const Samples& samples,
                              const QuantizeOptions& options);

/// Weights int8 about zero with a scale a channel, activations by their ranges, biases int32 in
/// the unit of the sums. A range that is missing is refused with the tensor's name.
Result<network::Network> quantize(const network::Network& prepared, const Calibration& calibration,
                                  const QuantizeOptions& options);

}  // namespace nightjar::quantize
