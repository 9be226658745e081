// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Small networks with random weights, for the benches of this room.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "engine/engine.h"

namespace nightjar::runners {

/// Adds ops to a network under unique names.
class BenchSketch {
 public:
  explicit BenchSketch(uint64_t seed) : random_(seed) {}

  network::TensorId weights(const tensor::Dims& dims) {
    std::normal_distribution<float> normal(0, 0.1F);
    std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)));
    for (float& value : values) value = normal(random_);
    return network_.add_constant(network_.unique_name("w"),
                                 tensor::HostTensor::of_floats(dims, values));
  }
  network::TensorId op(const std::string& type, std::vector<network::TensorId> inputs,
                       tensor::Attributes attributes = {}) {
    network::Op op;
    op.type = type;
    op.inputs = std::move(inputs);
    op.attributes = std::move(attributes);
    return network_.add_op(std::move(op), 1).value().front();
  }
  network::Network& network() { return network_; }

 private:
  network::Network network_;
  std::mt19937_64 random_;
};

/// Eight convolutions of different sizes with a Relu each.
inline network::Network bench_convnet(uint64_t seed) {
  BenchSketch sketch(seed);
  network::TensorId x = sketch.network().add_input(
      "x", {tensor::DataType::kFloat32,
            {tensor::Dim(1), tensor::Dim(16), tensor::Dim(40), tensor::Dim(40)}});
  int64_t channels = 16;
  for (const int64_t next : {32, 32, 48, 32, 64, 48, 32, 48}) {
    tensor::Attributes attributes;
    attributes.set("pads", std::vector<int64_t>{1, 1, 1, 1});
    x = sketch.op("Conv", {x, sketch.weights({next, channels, 3, 3})}, attributes);
    x = sketch.op("Relu", {x});
    channels = next;
  }
  sketch.network().add_output(x, "y");
  return sketch.network();
}

/// Eight matrix products of different sizes with a Relu each.
inline network::Network bench_mlp(uint64_t seed) {
  BenchSketch sketch(seed);
  network::TensorId x = sketch.network().add_input(
      "x", {tensor::DataType::kFloat32, {tensor::Dim(64), tensor::Dim(512)}});
  int64_t width = 512;
  for (const int64_t next : {768, 640, 512, 768, 512, 640, 768, 512}) {
    x = sketch.op("MatMul", {x, sketch.weights({width, next})});
    x = sketch.op("Relu", {x});
    width = next;
  }
  sketch.network().add_output(x, "y");
  return sketch.network();
}

}  // namespace nightjar::runners
