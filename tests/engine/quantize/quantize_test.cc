// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/quantize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/onnx/onnx.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::quantize {
namespace {

using fakes::count_ops;
using fakes::Sketch;
using network::Network;

reference::TensorsByName inputs_of(uint64_t seed) {
  std::mt19937_64 random(seed);
  tensor::HostTensor x(tensor::DataType::kFloat32, {2, 4, 8, 8});
  for (float& value : x.as<float>()) {
    value = static_cast<float>(static_cast<double>(random() >> 11) * 0x1p-52 - 1);
  }
  return {{"x", x}};
}

Samples four_samples() {
  return {4,
          [](int64_t index) -> Result<reference::TensorsByName> {
            return inputs_of(static_cast<uint64_t>(index));
          },
          "four"};
}

/// Two convolutions with a norm and a residual, and a product.
Network small_network() {
  Sketch sketch;
  const auto x = sketch.input("x", {tensor::Dim::symbol("N"), 4, 8, 8});
  const auto y = sketch.op("Relu", {sketch.batch_norm(sketch.conv(x, 4, 8, 3), 8)});
  const auto z = sketch.op("Relu", {sketch.op("Add", {sketch.conv(y, 8, 8, 3, true), y})});
  const auto pooled = sketch.op("Flatten", {sketch.op("GlobalAveragePool", {z})});
  sketch.output(sketch.op("MatMul", {pooled, sketch.weights({8, 6})}));
  return sketch.network();
}

double noise_share(const Network& network, const Network& quantized) {
  const auto wanted = reference::run(network, inputs_of(99));
  const auto given = reference::run(quantized, inputs_of(99));
  EXPECT_TRUE(wanted.ok() && given.ok());
  double noise = 0, signal = 0;
  for (const auto& [name, value] : *wanted) {
    for (int64_t i = 0; i < value.count(); ++i) {
      noise += std::pow(value.value_at(i) - given->at(name).value_at(i), 2);
      signal += std::pow(value.value_at(i), 2);
    }
  }
  return std::sqrt(noise / signal);
}

TEST(Quantize, EveryMethodAndTypeStaysNearTheFloatNetwork) {
  const auto network = prepared(small_network());
  ASSERT_TRUE(network.ok());
  EXPECT_EQ(count_ops(*network, "BatchNormalization"), 0u);
  for (const Method method :
       {Method::kMinMax, Method::kPercentile, Method::kEntropy, Method::kMse}) {
    for (const auto type : {tensor::DataType::kUInt8, tensor::DataType::kInt8}) {
      QuantizeOptions options;
      options.range.method = method;
      options.activations = type;
      const auto calibration = calibrate(*network, four_samples(), options);
      ASSERT_TRUE(calibration.ok()) << calibration.error().message;
      const auto quantized = quantize(*network, *calibration, options);
      ASSERT_TRUE(quantized.ok()) << quantized.error().message;
      EXPECT_GT(count_ops(*quantized, "QuantizeLinear"), 2u);
      const double noise = noise_share(*network, *quantized);
      EXPECT_LT(noise, 0.1) << to_string(method);
      EXPECT_GT(noise, 0) << to_string(method);
    }
  }
}

TEST(Quantize, KeptNodesStayFloat) {
  const Network network = *prepared(small_network());
  QuantizeOptions all, but_one;
  const auto contractions = [&](const QuantizeOptions& options) {
    const auto calibration = calibrate(network, four_samples(), options);
    const auto quantized = quantize(network, *calibration, options);
    size_t count = 0;
    for (const network::OpId id : quantized->topological_order()) {
      const network::Op& op = quantized->op(id);
      if (op.type != "Conv" && op.type != "MatMul") continue;
      const auto producer = quantized->tensor(op.inputs[1]).producer;
      count += producer != network::kNoOp ? 1 : 0;
    }
    return count;
  };
  for (const network::OpId id : network.topological_order()) {
    if (network.op(id).type == "MatMul") but_one.keep_float.insert(network.op(id).name);
  }
  EXPECT_EQ(contractions(all), 3u);
  EXPECT_EQ(contractions(but_one), 2u);
}

size_t rounded_inputs(const Network& network, const std::string& type) {
  size_t count = 0;
  for (const network::OpId id : network.topological_order()) {
    if (network.op(id).type != type) continue;
    for (const network::TensorId input : network.op(id).inputs) {
      const auto producer = network.tensor(input).producer;
      const bool is_rounded =
          producer != network::kNoOp && network.op(producer).type == "DequantizeLinear";
      count += is_rounded ? 1 : 0;
    }
  }
  return count;
}

Network quantized(const Network& network, const QuantizeOptions& options = {}) {
  const auto calibration = calibrate(network, four_samples(), options);
  EXPECT_TRUE(calibration.ok()) << calibration.error().message;
  const auto quantized = quantize(network, *calibration, options);
  EXPECT_TRUE(quantized.ok()) << quantized.error().message;
  return *quantized;
}

TEST(Quantize, AKeptNodeReadsWhatIsNotRounded) {
  Sketch sketch;
  const auto x = sketch.op("Relu", {sketch.input("x", {2, 4, 8, 8})});
  sketch.output(sketch.conv(x, 4, 8, 3));
  sketch.output(sketch.op("MatMul", {x, sketch.weights({8, 8})}));
  QuantizeOptions options;
  EXPECT_EQ(rounded_inputs(quantized(sketch.network(), options), "MatMul"), 2u);
  options.keep_float = {"MatMul"};
  const Network network = quantized(sketch.network(), options);
  EXPECT_EQ(rounded_inputs(network, "MatMul"), 0u);
  EXPECT_EQ(rounded_inputs(network, "Conv"), 2u);
}

TEST(Quantize, AProductWithAComputedBiasStaysFloat) {
  Sketch sketch;
  const auto x = sketch.op("Flatten", {sketch.input("x", {2, 4, 8, 8})});
  const auto bias = sketch.op("ReduceMean", {x, sketch.integers({1})});
  sketch.output(sketch.op("Gemm", {x, sketch.weights({256, 3}), bias}));
  EXPECT_EQ(rounded_inputs(quantized(sketch.network()), "Gemm"), 0u);
}

TEST(Quantize, WeightsThatAreNoNumbersStayFloat) {
  for (const float odd : {std::numeric_limits<float>::quiet_NaN(), HUGE_VALF}) {
    Sketch sketch;
    const auto x = sketch.input("x", {2, 4, 8, 8});
    tensor::HostTensor weights(tensor::DataType::kFloat32, {8, 8});
    weights.set_value(3, odd);
    sketch.output(sketch.op("MatMul", {x, sketch.network().add_constant("w", weights)}));
    EXPECT_EQ(rounded_inputs(quantized(sketch.network()), "MatMul"), 0u);
  }
}

TEST(Quantize, AChannelOfZerosBehindTinyValuesHasANumberForItsUnit) {
  Sketch sketch;
  const auto tiny = sketch.op("Mul", {sketch.input("x", {2, 4, 8, 8}), sketch.scalar(1e-28f)});
  const auto zeros = sketch.network().add_constant(
      "w", tensor::HostTensor(tensor::DataType::kFloat32, {3, 4, 1, 1}));
  const auto bias =
      sketch.network().add_constant("b", tensor::HostTensor::of_floats({3}, {0, 0, 0}));
  sketch.output(sketch.op("Conv", {tiny, zeros, bias}));
  const auto answers = reference::run(quantized(sketch.network()), inputs_of(1));
  ASSERT_TRUE(answers.ok());
  for (const float y : answers->at("y0").as<float>()) EXPECT_EQ(y, 0);
}

TEST(Quantize, ANetworkWhoseValuesDecideShapesIsRefused) {
  Sketch sketch;
  const auto x = sketch.input("x", {2, 4, 8, 8});
  sketch.output(sketch.conv(x, 4, 8, 3));
  sketch.output(sketch.op("NonZero", {x}));
  const auto refused = calibrate(sketch.network(), four_samples(), {});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("values decide shapes"), std::string::npos);
}

TEST(Quantize, AMissingRangeIsNamed) {
  const Network network = *prepared(small_network());
  const auto refused = quantize(network, Calibration{}, {});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("has no range for tensor"), std::string::npos);
}

TEST(Quantize, TheKeyChangesWithAllThatDecidesTheRanges) {
  const Network network = *prepared(small_network());
  const QuantizeOptions options;
  const std::string key = calibration_key(network, four_samples(), options);
  EXPECT_EQ(key, calibration_key(network, four_samples(), options));
  QuantizeOptions other = options;
  other.range.method = Method::kMse;
  EXPECT_NE(key, calibration_key(network, four_samples(), other));
  Samples more = four_samples();
  more.count = 5;
  EXPECT_NE(key, calibration_key(network, more, options));
  const Network another = *prepared(fakes::random_network(3));
  EXPECT_NE(key, calibration_key(another, four_samples(), options));
}

TEST(Quantize, TheNetworkIsWrittenAndReadAsOnnx) {
  const Network network = *prepared(small_network());
  const auto calibration = calibrate(network, four_samples(), {});
  const Network quantized = *quantize(network, *calibration, {});
  const auto bytes = onnx::export_model(quantized, "small");
  ASSERT_TRUE(bytes.ok()) << bytes.error().message;
  const auto read = onnx::import_model(*bytes, "");
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(noise_share(quantized, *read), 0);
}

TEST(Quantize, NoSamplesAreRefused) {
  const Network network = *prepared(small_network());
  Samples none = four_samples();
  none.count = 0;
  EXPECT_FALSE(calibrate(network, none, {}).ok());
}

}  // namespace
}  // namespace nightjar::quantize
