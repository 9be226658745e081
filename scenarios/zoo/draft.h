// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A network being written: names, seeded weights, and the scale activations are expected to have.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::zoo {

/// An activation and the standard deviation its elements are expected to have for inputs of unit
/// scale. Layers divide their weights by it, which keeps activations near one at any depth.
struct Value {
  network::TensorId tensor = network::kAbsent;
  double deviation = 1.0;
};

/// Writes one network. Architectures are ours, so an op that does not fit is a broken promise and
/// stops the program with the op's name. Parameters are named with dots ("layer1.conv.weight"),
/// nodes and literals with a slash ("layer1.conv/Conv").
class Draft {
 public:
  /// `model` seeds the weights.
  explicit Draft(std::string model) : model_(std::move(model)) {}

  Value add_input(const std::string& name, tensor::TensorDesc desc);
  void add_output(const std::string& name, Value value);

  /// Weights by rule; see weights.h.
  network::TensorId normal(const std::string& name, tensor::Dims dims, double mean,
                           double deviation);
  network::TensorId uniform(const std::string& name, tensor::Dims dims, double low, double high);
  network::TensorId filters(const std::string& name, tensor::Dims dims,
                            std::span<const float> deviations);
  /// The numbers that uniform(name, …) would hold.
  std::vector<float> uniform_numbers(const std::string& name, int64_t count, double low,
                                     double high) const;

  /// Constants that are no weights: extents, axes, scales, grids.
  network::TensorId literal(const std::string& name, tensor::HostTensor value);
  network::TensorId integers(const std::string& name, const std::vector<int64_t>& values);
  network::TensorId scalar(const std::string& name, double value);

  /// Appends an op named "<name>/<type>"; several ops of a layer may have the same type.
  network::TensorId op(const std::string& type, const std::string& name,
                       std::vector<network::TensorId> inputs, tensor::Attributes attributes = {});
  std::vector<network::TensorId> ops(const std::string& type, const std::string& name,
                                     std::vector<network::TensorId> inputs,
                                     tensor::Attributes attributes, size_t output_count);

  size_t rank(network::TensorId tensor) const { return network_.tensor(tensor).desc.shape.size(); }
  /// The extent of an axis that is known to be constant.
  int64_t extent(network::TensorId tensor, size_t axis) const;

  network::Network take() { return std::move(network_); }

 private:
  std::string unused_name(const std::string& stem);

  std::string model_;
  network::Network network_;
  std::map<std::string, int> name_uses_;
};

/// Attributes in braces: attributes({{"axis", int64_t{1}}}).
tensor::Attributes attributes(
    std::initializer_list<std::pair<const char*, tensor::AttributeValue>> values);

}  // namespace nightjar::zoo
