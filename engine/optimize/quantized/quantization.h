// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Questions that passes ask about QuantizeLinear and DequantizeLinear.
#pragma once

#include <optional>

#include "engine/network/network.h"

namespace nightjar::optimize {

/// Bytes that stand for (byte - zero) * scale, by one number for a whole tensor.
struct TensorQuantization {
  double scale = 1;
  int64_t zero = 0;
  tensor::DataType type = tensor::DataType::kInt8;  ///< int8 or uint8.

  bool operator==(const TensorQuantization&) const = default;
};

/// Of a QuantizeLinear or DequantizeLinear with constant numbers for a whole tensor of bytes, whose
/// other side is float32.
std::optional<TensorQuantization> quantization_of(const network::Network& network,
                                                  const network::Op& op);

/// A float32 tensor that a DequantizeLinear makes of bytes.
struct Dequantized {
  network::OpId op = network::kNoOp;
  network::TensorId bytes = network::kAbsent;
  TensorQuantization quantization;
};
std::optional<Dequantized> dequantized(const network::Network& network, network::TensorId tensor);

/// The QuantizeLinear that alone reads a float32 tensor.
struct Quantized {
  network::OpId op = network::kNoOp;
  TensorQuantization quantization;
};
std::optional<Quantized> sole_quantize(const network::Network& network, network::TensorId tensor);

/// Constant weights as int8 about zero, with a scale for each extent of `axis`.
struct QuantizedWeights {
  tensor::HostTensor bytes;
  std::vector<float> scale;
  std::vector<std::string> origins;
};

/// What a DequantizeLinear makes of constant bytes, when int8 about zero can say the same.
std::optional<QuantizedWeights> quantized_weights(const network::Network& network,
                                                  network::TensorId tensor, size_t axis);

/// Whether the op turns constant bytes into the weights of contractions and nothing else: what
/// folding leaves alone until integer kernels had their turn.
bool makes_weights(const network::Network& network, const network::Op& op);

}  // namespace nightjar::optimize
