// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Small networks with QuantizeLinear and DequantizeLinear.
#pragma once

#include "engine/optimize/quantized/quantized_passes.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::optimize {

/// A Sketch that knows bytes.
class QuantizedSketch : public fakes::Sketch {
 public:
  using fakes::Sketch::Sketch;

  network::TensorId quantize(network::TensorId x, float scale, int zero,
                             tensor::DataType type = tensor::DataType::kUInt8);
  network::TensorId dequantize(network::TensorId bytes, float scale, int zero);
  /// x rounded to bytes and back.
  network::TensorId round(network::TensorId x, float scale, int zero,
                          tensor::DataType type = tensor::DataType::kUInt8);
  /// Random int8 weights with a scale for each extent of `axis`, dequantised.
  network::TensorId byte_weights(const tensor::Dims& dims, int64_t axis);
};

/// The network after all passes, those about bytes included.
network::Network integers(const network::Network& network, Integers on_device = Integers::kAny);

/// Fails where they are not equal but for rounding ties: one value in a hundred may be off by
/// `quantum`, none by more.
void expect_equal_but_for_ties(const network::Network& before, const network::Network& after,
                               double quantum);

}  // namespace nightjar::optimize
