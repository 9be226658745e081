// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/refit.h"

#include <gtest/gtest.h>

#include <map>

#include "engine/runtime/runtime.h"
#include "kernels/common/problem.h"
#include "tests/fakes/engine/looping_networks.h"
#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::build {
namespace {

using fakes::Sketch;
using tensor::Dim;

network::Network convnet(uint64_t seed, int64_t channels = 16) {
  Sketch sketch(seed);
  const auto x = sketch.input("x", {Dim::symbol("N"), 3, 8, 8});
  const auto y = sketch.op("Relu", {sketch.batch_norm(sketch.conv(x, 3, channels, 3), channels)});
  sketch.output(sketch.conv(y, channels, 4, 1));
  return sketch.network();
}

class RefitTest : public ::testing::Test {
 protected:
  RefitTest() : device_(device::make_cpu_device(1)) { options_.model_name = "convnet"; }

  BuildOutcome build(const network::Network& network) {
    auto outcome = build_plan(network, *device_, options_, SystemClock());
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return std::move(*outcome);
  }

  plan::Plan loaded(const BuildOutcome& outcome) {
    auto bytes = std::make_shared<const std::vector<std::byte>>(outcome.bytes);
    return plan::read_plan(*bytes, bytes).value();
  }

  std::unique_ptr<device::Device> device_;
  BuildOptions options_;
};

TEST_F(RefitTest, TheSameWeightsGiveTheSameBytes) {
  for (const auto& network : {convnet(1), fakes::filters_between_products()}) {
    options_ = {};
    const BuildOutcome whole = build(network);
    options_.strip_weights = true;
    options_.decisions_json = whole.plan.decisions_json;
    const BuildOutcome stripped = build(network);
    EXPECT_LT(stripped.bytes.size(), whole.bytes.size());
    const auto refitted = refit_plan(loaded(stripped), network, *device_, SystemClock());
    ASSERT_TRUE(refitted.ok()) << refitted.error().message;
    EXPECT_EQ(refitted->bytes, whole.bytes);
  }
}

TEST_F(RefitTest, ANetworkInsideStaysInside) {
  options_.embed_network = true;
  const BuildOutcome whole = build(convnet(1));
  const auto same = refit_plan(loaded(whole), convnet(1), *device_, SystemClock());
  ASSERT_TRUE(same.ok()) << same.error().message;
  EXPECT_EQ(same->bytes, whole.bytes);
  const auto other = refit_plan(loaded(whole), convnet(2), *device_, SystemClock());
  ASSERT_TRUE(other.ok()) << other.error().message;
  EXPECT_FALSE(other->plan.network.empty());
  EXPECT_NE(other->plan.network, whole.plan.network) << "its weights are the new ones";
}

TEST_F(RefitTest, ANetworkInsideIsLeftOutWithTheWeights) {
  const BuildOutcome bare = build(convnet(1));
  options_.decisions_json = bare.plan.decisions_json;
  options_.embed_network = options_.strip_weights = true;
  const BuildOutcome stripped = build(convnet(1));
  EXPECT_TRUE(stripped.plan.network.empty());
  const auto refitted = refit_plan(loaded(stripped), convnet(1), *device_, SystemClock());
  ASSERT_TRUE(refitted.ok()) << refitted.error().message;
  EXPECT_EQ(refitted->bytes, bare.bytes);
}

TEST_F(RefitTest, AStrippedPlanDoesNotRunAndSaysWhy) {
  options_.strip_weights = true;
  const auto engine = runtime::Engine::load(loaded(build(convnet(1))), *device_);
  ASSERT_FALSE(engine.ok());
  EXPECT_NE(engine.error().message.find("refit it with the model"), std::string::npos);
}

TEST_F(RefitTest, OtherWeightsKeepTheTactics) {
  options_.strip_weights = true;
  const BuildOutcome stripped = build(convnet(1));
  const auto refitted = refit_plan(loaded(stripped), convnet(7), *device_, SystemClock());
  ASSERT_TRUE(refitted.ok()) << refitted.error().message;
  options_ = {};
  options_.model_name = "convnet";
  options_.decisions_json = stripped.plan.decisions_json;
  EXPECT_EQ(refitted->bytes, build(convnet(7)).bytes);
}

TEST_F(RefitTest, AnotherModelIsRefused) {
  options_.strip_weights = true;
  const auto refitted =
      refit_plan(loaded(build(convnet(1))), convnet(1, 32), *device_, SystemClock());
  ASSERT_FALSE(refitted.ok());
  EXPECT_NE(refitted.error().message.find("the model is not the one the plan was built from"),
            std::string::npos);
}

TEST_F(RefitTest, APlanOfAnotherPlaceIsBuiltAgainFromTheNetworkInside) {
  options_.embed_network = true;
  options_.profiles = {{{{"x", {{1, 3, 8, 8}, {2, 3, 8, 8}, {4, 3, 8, 8}}}}}};
  plan::Plan foreign = loaded(build(convnet(1)));
  foreign.fingerprint.device_class = "cpu of another make";
  const auto refused = runtime::Engine::load(foreign, *device_);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("from the network inside it"), std::string::npos);
  const auto rebuilt = rebuild_plan(foreign, *device_, {}, SystemClock());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
  EXPECT_EQ(rebuilt->plan.model_name, "convnet");
  EXPECT_EQ(rebuilt->plan.profiles, foreign.profiles);
  EXPECT_TRUE(runtime::Engine::load(loaded(*rebuilt), *device_).ok());
  foreign.network.clear();
  EXPECT_FALSE(rebuild_plan(foreign, *device_, {}, SystemClock()).ok());
}

/// The types that the heavy steps multiply, by the node they came from.
std::map<std::string, tensor::DataType> multiplied(const plan::Plan& plan) {
  std::map<std::string, tensor::DataType> types;
  for (const plan::PlanStep& step : plan.steps) {
    ByteReader in(step.problem);
    const auto problem = kernels::Problem::read(in).value();
    if (problem.family == "conv") types[step.nodes.front()] = problem.inputs[0].type;
  }
  return types;
}

TEST_F(RefitTest, APlanOfSeveralPrecisionsIsBuiltAgainWithThem) {
  options_.embed_network = true;
  options_.precision = Precision::kMixed;
  options_.keep_float = {"Conv_1"};
  const BuildOutcome whole = build(convnet(1));
  const auto types = multiplied(whole.plan);
  ASSERT_EQ(types.size(), 2u);
  ASSERT_NE(types.begin()->second, types.rbegin()->second) << "one is float32, one is not";
  const auto rebuilt = rebuild_plan(loaded(whole), *device_, {}, SystemClock());
  ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
  EXPECT_EQ(rebuilt->plan.precision, "mixed");
  EXPECT_EQ(multiplied(rebuilt->plan), types);
  const auto same = refit_plan(loaded(whole), convnet(1), *device_, SystemClock());
  ASSERT_TRUE(same.ok()) << same.error().message;
  EXPECT_EQ(same->bytes, whole.bytes);
}

TEST_F(RefitTest, AProfileThatDoesNotFitTheModelIsRefused) {
  const auto refusal = [&](const plan::Profile& profile) {
    options_.profiles = {profile};
    const auto outcome = build_plan(convnet(1), *device_, options_, SystemClock());
    return outcome.ok() ? std::string() : outcome.error().message;
  };
  EXPECT_NE(refusal({{{"z", {{1}, {1}, {1}}}}}).find("which the model does not have"),
            std::string::npos);
  EXPECT_NE(refusal({{{"x", {{1, 4, 8, 8}, {1, 4, 8, 8}, {1, 4, 8, 8}}}}}).find("input 'x'"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::build
