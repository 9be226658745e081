// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/builder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference/reference.h"
#include "engine/runtime/runtime.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::build {
namespace {

using fakes::Sketch;
using tensor::Dim;
using tensor::HostTensor;

/// Builds, writes, reads back and loads: what a user runs.
std::shared_ptr<const runtime::Engine> built(const network::Network& network,
                                             device::Device& device, BuildOptions options) {
  options.tuning_batch = 2;
  auto outcome = build_plan(network, device, options, SystemClock());
  EXPECT_TRUE(outcome.ok()) << outcome.error().message;
  auto bytes = std::make_shared<std::vector<std::byte>>(std::move(outcome->bytes));
  auto plan = plan::read_plan(*bytes, bytes);
  EXPECT_TRUE(plan.ok()) << plan.error().message;
  auto engine = runtime::Engine::load(std::move(*plan), device);
  EXPECT_TRUE(engine.ok()) << engine.error().message;
  return *engine;
}

HostTensor ramp(const tensor::Dims& dims) {
  std::vector<float> values(static_cast<size_t>(tensor::element_count(dims)));
  for (size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i) * 0.37f);
  return HostTensor::of_floats(dims, values);
}

double worst_error(const HostTensor& expected, const HostTensor& found) {
  EXPECT_EQ(expected.dims(), found.dims());
  double largest = 1e-6, worst = 0;
  for (int64_t i = 0; i < expected.count(); ++i) {
    largest = std::max(largest, std::abs(expected.value_at(i)));
    worst = std::max(worst, std::abs(expected.value_at(i) - found.value_at(i)));
  }
  return worst / largest;
}

/// Largest relative error of the built plan against the reference, over two batch sizes.
double error_of_plan(const network::Network& network, const BuildOptions& options) {
  const auto device = device::make_cpu_device(2);
  const auto engine = built(network, *device, options);
  auto context = runtime::Context::create(engine);
  double worst = 0;
  for (const int64_t batch : {3, 1, 3}) {
    runtime::TensorsByName inputs;
    for (const auto id : network.inputs()) {
      const auto& input = network.tensor(id);
      tensor::Dims dims;
      for (const Dim& extent : input.desc.shape) dims.push_back(extent.constant().value_or(batch));
      inputs[input.name] = ramp(dims);
    }
    const auto expected = reference::run(network, inputs);
    const auto found = (*context)->run(inputs);
    EXPECT_TRUE(expected.ok()) << expected.error().message;
    EXPECT_TRUE(found.ok()) << found.error().message;
    if (!expected.ok() || !found.ok()) return 1;
    for (const auto& [name, want] : *expected) {
      worst = std::max(worst, worst_error(want, found->at(name)));
    }
  }
  return worst;
}

network::Network small_convnet() {
  Sketch sketch;
  auto x = sketch.input("x", {Dim::symbol("N"), 3, 16, 16});
  x = sketch.op("Relu", {sketch.batch_norm(sketch.conv(x, 3, 32, 3), 32)});
  auto y = sketch.op("Relu", {sketch.batch_norm(sketch.conv(x, 32, 32, 3), 32)});
  y = sketch.op("Relu", {sketch.op("Add", {sketch.conv(y, 32, 32, 1), x})});
  const auto gate =
      sketch.op("Sigmoid", {sketch.conv(sketch.op("GlobalAveragePool", {y}), 32, 32, 1)});
  y = sketch.op("GlobalAveragePool", {sketch.op("Mul", {y, gate})});
  y = sketch.op("Flatten", {y});
  sketch.output(sketch.op("Gemm", {y, sketch.weights({32, 10}), sketch.weights({10})}));
  sketch.output(x);
  return sketch.network();
}

network::Network small_transformer_block() {
  Sketch sketch;
  const auto x = sketch.input("x", {Dim::symbol("N"), 6, 16});
  const auto normed =
      sketch.op("LayerNormalization", {x, sketch.positive({16}), sketch.weights({16})});
  tensor::Attributes heads, keys, back;
  heads.set("perm", std::vector<int64_t>{0, 2, 1, 3});
  keys.set("perm", std::vector<int64_t>{0, 2, 3, 1});
  const auto split = [&](const tensor::Attributes& order) {
    const auto projected = sketch.op("MatMul", {normed, sketch.weights({16, 16})});
    const auto shaped = sketch.op("Reshape", {projected, sketch.integers({0, 6, 2, 8})});
    return sketch.op("Transpose", {shaped}, order);
  };
  const auto scores =
      sketch.op("Div", {sketch.op("MatMul", {split(heads), split(keys)}), sketch.scalar(2.8284f)});
  const auto mixed = sketch.op("MatMul", {sketch.op("Softmax", {scores}), split(heads)});
  const auto merged =
      sketch.op("Reshape", {sketch.op("Transpose", {mixed}, heads), sketch.integers({0, 6, 16})});
  sketch.output(sketch.op("Add", {merged, x}));
  return sketch.network();
}

network::Network small_mlp() {
  Sketch sketch;
  auto x = sketch.input("x", {Dim::symbol("N"), 64});
  tensor::Attributes transposed;
  transposed.set("transB", int64_t{1});
  for (const int64_t inputs : {64, 256, 256}) {
    const auto weights = sketch.weights({256, inputs}, 0.17);
    x = sketch.op("Tanh", {sketch.op("Gemm", {x, weights, sketch.weights({256})}, transposed)});
  }
  for (const int64_t outputs : {8, 1}) {
    const auto weights = sketch.weights({outputs, 256}, 0.17);
    sketch.output(sketch.op("Gemm", {x, weights, sketch.weights({outputs})}, transposed));
  }
  return sketch.network();
}

TEST(Builder, AnMlpInBfloat16IsClose) {
  BuildOptions options;
  options.precision = Precision::kBf16;
  EXPECT_LT(error_of_plan(small_mlp(), options), 2e-2);
}

TEST(Builder, AnMlpAgreesWithTheReference) { EXPECT_LT(error_of_plan(small_mlp(), {}), 1e-4); }

TEST(Builder, AConvnetAgreesWithTheReference) {
  EXPECT_LT(error_of_plan(small_convnet(), {}), 1e-4);
}

TEST(Builder, AConvnetInBfloat16IsClose) {
  BuildOptions options;
  options.precision = Precision::kBf16;
  const double error = error_of_plan(small_convnet(), options);
  EXPECT_LT(error, 3e-2);
  EXPECT_GT(error, 1e-6) << "nothing was computed in bfloat16";
}

TEST(Builder, ATransformerBlockAgreesWithTheReference) {
  EXPECT_LT(error_of_plan(small_transformer_block(), {}), 1e-4);
}

TEST(Builder, ATransformerBlockInBfloat16IsClose) {
  BuildOptions options;
  options.precision = Precision::kBf16;
  EXPECT_LT(error_of_plan(small_transformer_block(), options), 3e-2);
}

TEST(Builder, UnoptimisedIsTheSameAnswer) {
  BuildOptions options;
  options.optimize = false;
  options.allowed_sources = {"plain"};
  EXPECT_LT(error_of_plan(small_convnet(), options), 1e-5);
}

TEST(Builder, RandomNetworksAgreeWithTheReference) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    EXPECT_LT(error_of_plan(fakes::random_network(seed), {}), 1e-4) << "seed " << seed;
  }
}

TEST(Builder, EqualChoicesGiveEqualBytes) {
  BuildOptions options;
  options.allowed_sources = {"plain"};
  const auto device = device::make_cpu_device(1);
  const auto once = build_plan(small_convnet(), *device, options, ManualClock());
  const auto twice = build_plan(small_convnet(), *device, options, ManualClock());
  ASSERT_TRUE(once.ok() && twice.ok());
  EXPECT_EQ(once->plan.steps.size(), twice->plan.steps.size());
  EXPECT_EQ(once->plan.weights.size(), twice->plan.weights.size());
}

TEST(Builder, MeasuredLayoutsAreDecidedOnce) {
  const auto device = device::make_cpu_device(1);
  BuildOptions options;
  const auto first = build_plan(small_convnet(), *device, options, SystemClock());
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto says = [](const BuildOutcome& outcome, const std::string& start) {
    return std::any_of(outcome.passes.begin(), outcome.passes.end(),
                       [&](const std::string& line) { return line.starts_with(start); });
  };
  EXPECT_TRUE(says(*first, "choose_layouts: "));
  EXPECT_NE(first->plan.decisions_json.find("\"layouts\""), std::string::npos);
  options.decisions_json = first->plan.decisions_json;
  const auto again = build_plan(small_convnet(), *device, options, SystemClock());
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_TRUE(says(*again, "assign_layouts: "));
  EXPECT_EQ(again->bytes, first->bytes);

  options.decisions_json.replace(options.decisions_json.find("channels_"), 8, "channelz");
  const auto refused = build_plan(small_convnet(), *device, options, SystemClock());
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("there is no layout 'channelz"), std::string::npos);
}

TEST(Builder, LayoutsFollowARuleWhereNoTimeIsLeftToMeasure) {
  const auto device = device::make_cpu_device(1);
  BuildOptions options;
  options.tuning_budget_ns = 0;
  const auto outcome = build_plan(small_convnet(), *device, options, SystemClock());
  ASSERT_TRUE(outcome.ok()) << outcome.error().message;
  EXPECT_EQ(outcome->plan.decisions_json.find("\"layouts\""), std::string::npos);
}

TEST(Builder, AnInputThatIsAlsoAnOutputIsCopied) {
  Sketch sketch;
  const auto x = sketch.input("x", {2, 4});
  sketch.output(x);
  sketch.output(sketch.op("Relu", {x}));
  EXPECT_EQ(error_of_plan(sketch.network(), {}), 0);
}

TEST(Builder, ACancelledBuildSaysWhere) {
  BuildOptions options;
  options.progress = [](size_t done, size_t, const std::string&) { return done < 2; };
  const auto device = device::make_cpu_device(1);
  const auto outcome = build_plan(small_convnet(), *device, options, SystemClock());
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace nightjar::build
