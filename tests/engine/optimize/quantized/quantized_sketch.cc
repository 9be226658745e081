// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/optimize/quantized/quantized_sketch.h"

namespace nightjar::optimize {

using network::TensorId;
using tensor::DataType;
using tensor::HostTensor;

namespace {

TensorId zero_point(network::Network& network, DataType type, int zero) {
  HostTensor value(type, {});
  value.set_integer(0, zero);
  return network.add_constant(network.unique_name("zero"), value);
}

}  // namespace

TensorId QuantizedSketch::quantize(TensorId x, float scale, int zero, DataType type) {
  return op("QuantizeLinear", {x, scalar(scale), zero_point(network(), type, zero)});
}

TensorId QuantizedSketch::dequantize(TensorId bytes, float scale, int zero) {
  const DataType type = network().tensor(bytes).desc.type;
  return op("DequantizeLinear", {bytes, scalar(scale), zero_point(network(), type, zero)});
}

TensorId QuantizedSketch::round(TensorId x, float scale, int zero, DataType type) {
  return dequantize(quantize(x, scale, zero, type), scale, zero);
}

TensorId QuantizedSketch::byte_weights(const tensor::Dims& dims, int64_t axis) {
  HostTensor bytes(DataType::kInt8, dims);
  for (int64_t i = 0; i < bytes.count(); ++i) {
    bytes.set_integer(i, static_cast<int64_t>(random()() % 255) - 127);
  }
  const int64_t channels = dims[static_cast<size_t>(axis)];
  std::vector<float> scales;
  for (int64_t c = 0; c < channels; ++c) {
    scales.push_back(0.002f + 0.0001f * static_cast<float>(random()() % 16));
  }
  const TensorId constant = network().add_constant(network().unique_name("bytes"), bytes);
  const TensorId scale = network().add_constant(network().unique_name("scales"),
                                                HostTensor::of_floats({channels}, scales));
  tensor::Attributes attributes;
  attributes.set("axis", axis);
  return op("DequantizeLinear", {constant, scale}, attributes);
}

}  // namespace nightjar::optimize
