// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/models/lint/finding.h"

#include <gtest/gtest.h>

#include <limits>

namespace nightjar::cli {
namespace {

using network::kAbsent;
using network::Network;
using network::TensorId;
using tensor::DataType;
using tensor::Dim;
using tensor::HostTensor;

/// Names of the rules that found something, in order.
std::string rules_of(const Network& network) {
  std::string text;
  for (const Finding& finding : lint(network)) {
    text += (text.empty() ? "" : " ") + std::string(finding.rule);
    EXPECT_FALSE(finding.what.empty());
    EXPECT_FALSE(finding.remedy.empty());
  }
  return text;
}

class Lint : public ::testing::Test {
 protected:
  TensorId input(const std::string& name, tensor::Shape shape, DataType type = DataType::kFloat32) {
    return network_.add_input(name, {type, std::move(shape)});
  }
  TensorId constant(const std::string& name, tensor::Dims dims, double value) {
    HostTensor tensor(DataType::kFloat32, std::move(dims));
    for (int64_t i = 0; i < tensor.count(); ++i) tensor.set_value(i, value);
    return network_.add_constant(name, std::move(tensor));
  }
  TensorId op(const std::string& type, std::vector<TensorId> inputs) {
    network::Op op;
    op.type = type;
    op.inputs = std::move(inputs);
    auto outputs = network_.add_op(std::move(op), 1);
    EXPECT_TRUE(outputs.ok()) << outputs.error().message;
    return outputs.ok() ? outputs->front() : kAbsent;
  }
  void output(TensorId tensor) { network_.add_output(tensor, "y"); }

  Network network_;
};

TEST_F(Lint, FindsNothingInAPlainNetwork) {
  output(op("Relu", {input("x", {Dim::symbol("N"), 16})}));
  EXPECT_EQ(rules_of(network_), "");
}

TEST_F(Lint, WideFloats) {
  output(op("Relu", {input("x", {4}, DataType::kFloat64)}));
  EXPECT_EQ(rules_of(network_), "float64");
}

TEST_F(Lint, ShapesThatFollowFromValues) {
  const TensorId x = input("x", {4, 4});
  const TensorId shape = input("shape", {2}, DataType::kInt64);
  output(op("Reshape", {x, shape}));
  EXPECT_EQ(rules_of(network_), "run-time-shapes");
}

TEST_F(Lint, ChannelsThatFillNoVectors) {
  const TensorId x = input("x", {1, 33, 8, 8});
  output(op("Conv", {x, constant("w", {64, 33, 3, 3}, 1.0)}));
  EXPECT_EQ(rules_of(network_), "channels");
}

TEST_F(Lint, ABatchThatIsWrittenDown) {
  const TensorId x = input("x", {Dim::symbol("N"), 4});
  const TensorId shape = network_.add_constant("shape", HostTensor::of_int64({2}, {1, -1}));
  output(op("Reshape", {x, shape}));
  EXPECT_EQ(rules_of(network_), "fixed-batch");
}

TEST_F(Lint, NumbersThatAreNone) {
  const TensorId x = input("x", {2});
  output(op("Add", {x, constant("w", {2}, std::numeric_limits<double>::quiet_NaN())}));
  EXPECT_EQ(rules_of(network_), "not-finite");
}

TEST_F(Lint, DenormalWeights) {
  output(op("Add", {input("x", {2}), constant("w", {2}, 1e-40)}));
  EXPECT_EQ(rules_of(network_), "denormals");
}

TEST_F(Lint, WeightsThatAreThereTwice) {
  const TensorId x = input("x", {512, 512});
  const TensorId once = op("MatMul", {x, constant("a", {512, 512}, 0.5)});
  output(op("MatMul", {once, constant("b", {512, 512}, 0.5)}));
  EXPECT_EQ(rules_of(network_), "repeated-weights");
}

TEST_F(Lint, ValuesThatNobodyReads) {
  const TensorId x = input("x", {4});
  input("unused", {4});
  op("Neg", {x});
  output(op("Relu", {x}));
  EXPECT_EQ(rules_of(network_), "unread-input unread-node");
}

TEST_F(Lint, QuantisedNumbersThatAreTakenForOthers) {
  const TensorId scale = constant("scale", {}, 0.5);
  const TensorId zero = network_.add_constant("zero", HostTensor(DataType::kInt8, {}));
  const TensorId numbers = op("QuantizeLinear", {input("x", {4}), scale, zero});
  output(op("Mul", {numbers, numbers}));
  EXPECT_EQ(rules_of(network_), "quantizer");
}

TEST_F(Lint, InputsWithoutARank) {
  const TensorId x =
      network_.add_input("x", {DataType::kFloat32, {}}, network::ValueKind::kTensor, false);
  output(op("Relu", {x}));
  EXPECT_EQ(rules_of(network_), "run-time-shapes open-rank");
}

}  // namespace
}  // namespace nightjar::cli
