// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/late/walker.h"

#include <gtest/gtest.h>

#include "tests/fakes/engine/looping_networks.h"

namespace nightjar::late {
namespace {

using network::Network;
using tensor::HostTensor;
using tensor::Value;

class WalkerTest : public ::testing::Test {
 protected:
  WalkerTest() : device_(device::make_cpu_device(1)) { settings_.device = device_.get(); }

  std::vector<Value> run(const Network& network, std::vector<Value> inputs) {
    auto outputs = Walker(network, settings_).run(std::move(inputs));
    EXPECT_TRUE(outputs.ok()) << outputs.error().message;
    return outputs.ok() ? *outputs : std::vector<Value>();
  }

  std::unique_ptr<device::Device> device_;
  WalkSettings settings_;
};

Value floats(tensor::Dims dims, const std::vector<float>& values) {
  return Value(HostTensor::of_floats(std::move(dims), values));
}
Value integer(int64_t value) { return Value(HostTensor::of_int64({}, {value})); }
Value truth(bool value) {
  HostTensor flag(tensor::DataType::kBool, {});
  flag.set_integer(0, value ? 1 : 0);
  return Value(std::move(flag));
}

TEST_F(WalkerTest, ValuesDecideExtents) {
  const Network network = fakes::picks_positive_elements();
  const auto outputs = run(network, {floats({5}, {-1, 2, 0, 3, -4})});
  ASSERT_EQ(outputs.size(), 1u);
  EXPECT_EQ(outputs[0].tensor.to_floats(), (std::vector<float>{2, 3}));
  const auto none = run(network, {floats({2}, {-1, -2})});
  EXPECT_EQ(none[0].tensor.dims(), (tensor::Dims{0}));
}

TEST_F(WalkerTest, ABranchSeesWhatIsAroundIt) {
  const Network network = fakes::doubles_or_negates();
  EXPECT_EQ(run(network, {truth(true), floats({2}, {1, 2})})[0].tensor.to_floats(),
            (std::vector<float>{2, 4}));
  EXPECT_EQ(run(network, {truth(false), floats({2}, {1, 2})})[0].tensor.to_floats(),
            (std::vector<float>{-1, -2}));
}

TEST_F(WalkerTest, ALoopCarriesStacksAndStops) {
  // Adds the step to the state until the state exceeds ten; every state is kept.
  const Network network = fakes::adds_until_above_ten();
  const auto outputs = run(network, {integer(100), floats({1}, {1}), floats({1}, {4})});
  EXPECT_EQ(outputs[0].tensor.to_floats(), (std::vector<float>{13}));
  EXPECT_EQ(outputs[1].tensor.dims(), (tensor::Dims{3, 1}));
  EXPECT_EQ(outputs[1].tensor.to_floats(), (std::vector<float>{5, 9, 13}));
  const auto twice = run(network, {integer(2), floats({1}, {1}), floats({1}, {4})});
  EXPECT_EQ(twice[0].tensor.to_floats(), (std::vector<float>{9}));
  const auto never = run(network, {integer(0), floats({1}, {1}), floats({1}, {4})});
  EXPECT_EQ(never[0].tensor.to_floats(), (std::vector<float>{1}));
  EXPECT_EQ(never[1].tensor.dims(), (tensor::Dims{0, 1}));
}

TEST_F(WalkerTest, AScanGoesAlongItsAxisInItsDirection) {
  const Value rows = floats({3, 2}, {1, 2, 3, 4, 5, 6});
  const auto forward = run(fakes::running_sum(false), {floats({2}, {0, 0}), rows});
  EXPECT_EQ(forward[0].tensor.to_floats(), (std::vector<float>{9, 12}));
  EXPECT_EQ(forward[1].tensor.to_floats(), (std::vector<float>{1, 2, 4, 6, 9, 12}));
  const auto backward = run(fakes::running_sum(true), {floats({2}, {0, 0}), rows});
  EXPECT_EQ(backward[1].tensor.to_floats(), (std::vector<float>{5, 6, 8, 10, 9, 12}));
}

TEST_F(WalkerTest, ABodysConditionMustBeATruthValue) {
  const Network network = fakes::doubles_or_negates();
  const auto outputs = Walker(network, settings_).run({floats({2}, {1, 1}), floats({2}, {1, 2})});
  ASSERT_FALSE(outputs.ok());
  EXPECT_NE(outputs.error().message.find("the condition is not one truth value"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::late
