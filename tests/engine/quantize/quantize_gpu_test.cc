// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/quantize/quantize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/build/builder.h"
#include "engine/runtime/runtime.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::quantize {
namespace {

using fakes::Sketch;
using network::Network;
using tensor::HostTensor;

/// A first layer that tensor cores do not take, residuals, a pool of bytes, a mean and a product.
Network convnet() {
  Sketch sketch;
  const auto x = sketch.input("x", {tensor::Dim::symbol("N"), 3, 16, 16});
  tensor::Attributes pool;
  pool.set("kernel_shape", std::vector<int64_t>{2, 2});
  pool.set("strides", std::vector<int64_t>{2, 2});
  const auto first = sketch.op("Relu", {sketch.conv(x, 3, 32, 3, true)});
  const auto small = sketch.op("MaxPool", {first}, pool);
  const auto y = sketch.op("Relu", {sketch.conv(small, 32, 32, 3, true)});
  const auto z = sketch.op("Relu", {sketch.op("Add", {sketch.conv(y, 32, 32, 3, true), small})});
  const auto pooled = sketch.op("Flatten", {sketch.op("GlobalAveragePool", {z})});
  sketch.output(sketch.op("MatMul", {pooled, sketch.weights({32, 16})}));
  return sketch.network();
}

reference::TensorsByName inputs_of(uint64_t seed) {
  std::mt19937_64 random(seed);
  HostTensor x(tensor::DataType::kFloat32, {2, 3, 16, 16});
  for (float& value : x.as<float>()) {
    value = static_cast<float>(static_cast<double>(random() >> 11) * 0x1p-52 - 1);
  }
  return {{"x", x}};
}

/// Of what the plan answers from what the network does: the noise, as a share of the signal.
double noise_of_plan(const Network& network, device::Device& device, build::Precision precision,
                     std::vector<std::string>& tactics) {
  build::BuildOptions options;
  options.precision = precision;
  options.tuning_batch = 2;
  auto outcome = build::build_plan(network, device, options, SystemClock());
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
  for (const plan::PlanStep& step : outcome->plan.steps) tactics.push_back(step.tactic);
  auto bytes = std::make_shared<std::vector<std::byte>>(std::move(outcome->bytes));
  auto plan = plan::read_plan(*bytes, bytes);
  EXPECT_TRUE(plan.ok()) << plan.error().message;
  auto engine = runtime::Engine::load(std::move(*plan), device);
  EXPECT_TRUE(engine.ok()) << engine.error().message;
  auto context = runtime::Context::create(*engine);
  const auto inputs = inputs_of(99);
  const auto wanted = reference::run(network, inputs);
  const auto given = (*context)->run({{"x", inputs.at("x")}});
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

size_t count_of(const std::vector<std::string>& tactics, const std::string& prefix) {
  return static_cast<size_t>(std::count_if(
      tactics.begin(), tactics.end(), [&](const auto& name) { return name.starts_with(prefix); }));
}

TEST(QuantizeOnGpu, AConvnetRunsInBytesOnTheDevice) {
  auto device = device::open_device("cuda:0");
  if (!device.ok()) GTEST_SKIP() << device.error().message;
  const auto network = prepared(convnet());
  ASSERT_TRUE(network.ok());
  QuantizeOptions options;
  options.activations = kGpuActivations;
  const Samples samples = {
      4, [](int64_t i) -> Result<reference::TensorsByName> { return inputs_of(uint64_t(i)); }, "4"};
  const auto calibration = calibrate(*network, samples, options);
  ASSERT_TRUE(calibration.ok());
  const auto quantized = quantize(*network, *calibration, options);
  ASSERT_TRUE(quantized.ok());
  std::vector<std::string> tactics;
  const double noise = noise_of_plan(*quantized, **device, build::Precision::kInt8, tactics);
  EXPECT_LT(noise, 2e-2) << "the plan computes what the quantised network says";
  EXPECT_EQ(count_of(tactics, "quantized_conv.own."), 2u);
  for (const std::string& tactic : tactics) {
    EXPECT_EQ(tactic.find(".host."), std::string::npos) << tactic;
  }
}

TEST(QuantizeOnGpu, Tf32IsTakenOnlyWhereItIsAskedFor) {
  auto device = device::open_device("cuda:0");
  if (!device.ok()) GTEST_SKIP() << device.error().message;
  std::vector<std::string> exact, rounded;
  EXPECT_LT(noise_of_plan(convnet(), **device, build::Precision::kFp32, exact), 1e-5);
  EXPECT_EQ(count_of(exact, "conv.own.tf32"), 0u);
  const double noise = noise_of_plan(convnet(), **device, build::Precision::kTf32, rounded);
  EXPECT_LT(noise, 2e-3);
  EXPECT_GT(noise, 1e-6) << "nothing was rounded";
}

}  // namespace
}  // namespace nightjar::quantize
