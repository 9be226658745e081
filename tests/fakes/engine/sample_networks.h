// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Small networks that passes are tried on, and the question whether two networks mean the same.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/reference/reference.h"

namespace nightjar::fakes {

using network::Network;
using network::TensorId;

/// Builds networks in few words. Every op must be accepted.
class Sketch {
 public:
  explicit Sketch(uint64_t seed = 1) : random_(seed) {}

  TensorId input(const std::string& name, tensor::Shape shape);
  TensorId weights(const tensor::Dims& dims, double scale = 0.3);
  TensorId positive(const tensor::Dims& dims);
  TensorId scalar(float value);
  TensorId integers(const std::vector<int64_t>& values);
  TensorId op(const std::string& type, std::vector<TensorId> inputs,
              tensor::Attributes attributes = {});
  TensorId conv(TensorId x, int64_t in, int64_t out, int64_t kernel, bool bias = false);
  TensorId batch_norm(TensorId x, int64_t channels);
  void output(TensorId tensor) { network_.add_output(tensor, "y" + std::to_string(outputs_++)); }

  Network& network() { return network_; }
  std::mt19937_64& random() { return random_; }

 private:
  float uniform();

  Network network_;
  std::mt19937_64 random_;
  int outputs_ = 0;
};

/// Ops of one type, of whatever domain.
size_t count_ops(const Network& network, const std::string& type);

/// Numbers between -1 and 1 for every input; each symbol is `extent`.
reference::TensorsByName random_inputs(const Network& network, uint64_t seed, int64_t extent = 2);

/// Runs both on the same random inputs (symbols are 2) and expects equal outputs.
void expect_same_answers(const Network& before, const Network& after, uint64_t seed);

/// A random chain with branches over images: convolutions, norms, activations, pooling, adds.
Network random_network(uint64_t seed);

}  // namespace nightjar::fakes
