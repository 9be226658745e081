// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/fakes/engine/sample_networks.h"

#include <gtest/gtest.h>

#include <cmath>

namespace nightjar::fakes {

using tensor::DataType;
using tensor::HostTensor;

float Sketch::uniform() {
  return static_cast<float>(static_cast<double>(random_() >> 11) * 0x1p-53 * 2 - 1);
}

TensorId Sketch::input(const std::string& name, tensor::Shape shape) {
  return network_.add_input(name,
                            {DataType::kFloat32, std::move(shape), tensor::Layout::kRowMajor});
}

TensorId Sketch::weights(const tensor::Dims& dims, double scale) {
  std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)));
  for (float& value : values) value = uniform() * static_cast<float>(scale);
  return network_.add_constant(network_.unique_name("w"), HostTensor::of_floats(dims, values));
}

TensorId Sketch::positive(const tensor::Dims& dims) {
  std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)));
  for (float& value : values) value = 1.0f + 0.5f * uniform();
  return network_.add_constant(network_.unique_name("p"), HostTensor::of_floats(dims, values));
}

TensorId Sketch::scalar(float value) {
  return network_.add_constant(network_.unique_name("s"), HostTensor::of_floats({}, {value}));
}

TensorId Sketch::integers(const std::vector<int64_t>& values) {
  const auto count = static_cast<int64_t>(values.size());
  return network_.add_constant(network_.unique_name("i"), HostTensor::of_int64({count}, values));
}

TensorId Sketch::op(const std::string& type, std::vector<TensorId> inputs,
                    tensor::Attributes attributes) {
  network::Op op;
  op.type = type;
  op.inputs = std::move(inputs);
  op.attributes = std::move(attributes);
  auto outputs = network_.add_op(std::move(op), 1);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs->front();
}

TensorId Sketch::conv(TensorId x, int64_t in, int64_t out, int64_t kernel, bool bias) {
  tensor::Attributes attributes;
  const int64_t pad = kernel / 2;
  attributes.set("kernel_shape", std::vector<int64_t>{kernel, kernel});
  attributes.set("pads", std::vector<int64_t>{pad, pad, pad, pad});
  std::vector<TensorId> inputs = {x, weights({out, in, kernel, kernel})};
  if (bias) inputs.push_back(weights({out}));
  return op("Conv", inputs, attributes);
}

TensorId Sketch::batch_norm(TensorId x, int64_t channels) {
  return op("BatchNormalization", {x, positive({channels}), weights({channels}),
                                   weights({channels}), positive({channels})});
}

size_t count_ops(const Network& network, const std::string& type) {
  size_t count = 0;
  for (const network::OpId id : network.topological_order()) {
    count += network.op(id).type == type ? 1 : 0;
  }
  return count;
}

reference::TensorsByName random_inputs(const Network& network, uint64_t seed, int64_t extent) {
  std::mt19937_64 random(seed);
  reference::TensorsByName inputs;
  for (const TensorId id : network.inputs()) {
    tensor::Dims dims;
    for (const tensor::Dim& dim : network.tensor(id).desc.shape) {
      dims.push_back(dim.constant().value_or(extent));
    }
    HostTensor values(DataType::kFloat32, dims);
    for (float& value : values.as<float>()) {
      value = static_cast<float>(static_cast<double>(random() >> 11) * 0x1p-52 - 1);
    }
    inputs[network.tensor(id).name] = values;
  }
  return inputs;
}

void expect_same_answers(const Network& before, const Network& after, uint64_t seed) {
  const auto inputs = random_inputs(before, seed);
  const auto expected = reference::run(before, inputs);
  const auto found = reference::run(after, inputs);
  ASSERT_TRUE(expected.ok()) << "seed " << seed << ": " << expected.error().message;
  ASSERT_TRUE(found.ok()) << "seed " << seed << ": " << found.error().message;
  for (const auto& [name, want] : *expected) {
    const HostTensor& got = found->at(name);
    ASSERT_EQ(want.dims(), got.dims()) << "seed " << seed;
    double largest = 1e-6;
    for (const float value : want.as<float>()) largest = std::max<double>(largest, std::abs(value));
    for (int64_t i = 0; i < want.count(); ++i) {
      ASSERT_NEAR(want.value_at(i), got.value_at(i), 2e-5 * largest)
          << "seed " << seed << ", output " << name << ", element " << i;
    }
  }
}

namespace {

/// Grows a random network from its input, one op after the other.
class Growth {
 public:
  explicit Growth(uint64_t seed) : sketch_(seed) {
    current_ = sketch_.input("x", {tensor::Dim::symbol("N"), kChannels, 6, 6});
    kept_ = current_;
  }

  Network run() {
    const int op_count = 4 + static_cast<int>(sketch_.random()() % 10);
    for (int i = 0; i < op_count; ++i) grow();
    sketch_.output(current_);
    if (sketch_.random()() % 3 == 0) sketch_.output(kept_);
    return sketch_.network();
  }

 private:
  static constexpr int64_t kChannels = 4;

  void grow() {
    static const std::vector<std::string> kActivations = {
        "Relu", "Sigmoid", "Tanh", "HardSwish", "LeakyRelu", "Elu", "Identity", "Abs", "Erf"};
    switch (sketch_.random()() % 9) {
      case 0:
      case 1:
        current_ = sketch_.conv(current_, kChannels, kChannels, 3, sketch_.random()() % 2 == 0);
        break;
      case 2:
        current_ = sketch_.conv(current_, kChannels, kChannels, 1);
        break;
      case 3:
        current_ = sketch_.batch_norm(current_, kChannels);
        break;
      case 4:
        current_ = sketch_.op("Add", {current_, kept_});
        break;
      case 5:
        current_ = sketch_.op("Mul", {current_, sketch_.op("Sigmoid", {current_})});
        break;
      case 6:
        kept_ = current_;
        break;
      case 7:
        current_ = sketch_.op("Add", {current_, sketch_.weights({1, kChannels, 1, 1})});
        break;
      default:
        current_ = sketch_.op(kActivations[sketch_.random()() % kActivations.size()], {current_});
    }
  }

  Sketch sketch_;
  TensorId current_, kept_;
};

}  // namespace

Network random_network(uint64_t seed) { return Growth(seed).run(); }

}  // namespace nightjar::fakes
