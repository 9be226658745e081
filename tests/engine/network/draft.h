// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A network written down in few words, for tests of its rules.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/network/network.h"

namespace nightjar::network {

using tensor::Attributes;
using tensor::AttributeValue;
using tensor::DataType;
using tensor::Dim;
using tensor::Shape;

using NamedValues = std::vector<std::pair<std::string, AttributeValue>>;

class Draft {
 public:
  Network network;

  TensorId input(const std::string& name, Shape shape, DataType type = DataType::kFloat32) {
    return network.add_input(name, {type, std::move(shape)});
  }
  TensorId integers(const std::vector<int64_t>& values) {
    return network.add_constant(
        "ints", tensor::HostTensor::of_int64({static_cast<int64_t>(values.size())}, values));
  }
  TensorId integer(int64_t value) {
    return network.add_constant("int", tensor::HostTensor::of_int64({}, {value}));
  }
  TensorId floats(const std::vector<float>& values) {
    return network.add_constant(
        "floats", tensor::HostTensor::of_floats({static_cast<int64_t>(values.size())}, values));
  }
  TensorId weights(const tensor::Dims& dims, DataType type = DataType::kFloat32) {
    return network.add_constant("weights", tensor::HostTensor(type, dims));
  }

  /// "nightjar::FusedConv" or "Conv"; the outputs, or a failed test and none.
  std::vector<TensorId> ops(const std::string& type, std::vector<TensorId> inputs,
                            const NamedValues& attributes = {}, size_t outputs = 1) {
    auto added = network.add_op(make(type, std::move(inputs), attributes), outputs);
    EXPECT_TRUE(added.ok()) << added.error().message;
    return added.ok() ? *added : std::vector<TensorId>(outputs, kAbsent);
  }
  TensorId op(const std::string& type, std::vector<TensorId> inputs,
              const NamedValues& attributes = {}) {
    return ops(type, std::move(inputs), attributes).front();
  }
  /// The sentence with which an op is refused; empty and a failed test when it is not.
  std::string refusal(const std::string& type, std::vector<TensorId> inputs,
                      const NamedValues& attributes = {}, size_t outputs = 1) {
    const auto added = network.add_op(make(type, std::move(inputs), attributes), outputs);
    EXPECT_FALSE(added.ok()) << type << " was not refused";
    return added.ok() ? "" : added.error().message;
  }

  std::string shape(TensorId id) const { return to_string(network.tensor(id).desc.shape); }
  std::string desc(TensorId id) const { return to_string(network.tensor(id).desc); }
  /// "N, 3, 2*H", or "unknown".
  std::string elements(TensorId id) const {
    if (!network.tensor(id).elements) return "unknown";
    std::string text;
    for (const Dim& element : *network.tensor(id).elements) {
      text += (text.empty() ? "" : ", ") + element.to_string();
    }
    return text;
  }

 private:
  static Op make(const std::string& type, std::vector<TensorId> inputs,
                 const NamedValues& attributes) {
    Op op;
    const size_t colons = type.find("::");
    op.domain = colons == std::string::npos ? "" : type.substr(0, colons);
    op.type = colons == std::string::npos ? type : type.substr(colons + 2);
    op.inputs = std::move(inputs);
    for (const auto& [name, value] : attributes) op.attributes.set(name, value);
    return op;
  }
};

using Ints = std::vector<int64_t>;
using Floats = std::vector<double>;
inline AttributeValue number(int64_t value) { return value; }
inline AttributeValue word(const std::string& value) { return value; }

}  // namespace nightjar::network
