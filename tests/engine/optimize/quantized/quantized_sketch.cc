// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/optimize/quantized/quantized_sketch.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/optimize/pipeline.h"
#include "engine/reference/reference.h"

namespace nightjar::optimize {

using network::Network;
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

Network integers(const Network& network, Integers on_device) {
  Network copy = network;
  const auto passes = run_pipeline(copy);
  EXPECT_TRUE(passes.ok()) << passes.error().message;
  const auto lines = run_quantized_passes(copy, on_device);
  EXPECT_TRUE(lines.ok()) << lines.error().message;
  return copy;
}

void expect_equal_but_for_ties(const Network& before, const Network& after, double quantum) {
  for (uint64_t seed = 1; seed <= 3; ++seed) {
    const auto inputs = fakes::random_inputs(before, seed);
    const auto wanted = reference::run(before, inputs), given = reference::run(after, inputs);
    ASSERT_TRUE(wanted.ok() && given.ok());
    for (const auto& [name, value] : *wanted) {
      int64_t ties = 0;
      for (int64_t i = 0; i < value.count(); ++i) {
        const double difference = std::abs(value.value_at(i) - given->at(name).value_at(i));
        ASSERT_LE(difference, quantum * 1.001 + 1e-5) << name << " " << i;
        ties += difference > quantum / 2 ? 1 : 0;
      }
      EXPECT_LE(ties, value.count() / 100 + 1);
    }
  }
}

}  // namespace nightjar::optimize
