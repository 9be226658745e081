// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/models/model_inputs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace nightjar::runners {
namespace {

using network::Network;
using network::Op;
using tensor::DataType;
using tensor::Dim;

Network with_inputs(const std::vector<std::pair<DataType, tensor::Shape>>& inputs) {
  Network network;
  for (size_t i = 0; i < inputs.size(); ++i) {
    network.add_input("x" + std::to_string(i), {inputs[i].first, inputs[i].second});
  }
  return network;
}

scenarios::Scenario with_batch(int64_t batch) {
  scenarios::Scenario scenario;
  scenario.batch = batch;
  return scenario;
}

const Dim kN = Dim::symbol("N");
const Dim kL = Dim::symbol("L");

TEST(ModelInputs, BatchSymbolsGetTheItemsAndOthersTheBatch) {
  const Network network =
      with_inputs({{DataType::kFloat32, {kN, Dim(3), kL}}, {DataType::kFloat32, {Dim(2), kN}}});
  const auto dims = input_dims(network, with_batch(8), 2);
  ASSERT_TRUE(dims.ok());
  EXPECT_EQ(dims->at("x0"), (tensor::Dims{2, 3, 8}));
  EXPECT_EQ(dims->at("x1"), (tensor::Dims{2, 2}));
}

TEST(ModelInputs, ShapesOfTheScenarioOverrideAllButTheBatch) {
  const Network network = with_inputs({{DataType::kFloat32, {kN, kL}}});
  auto scenario = with_batch(8);
  scenario.shapes["x0"] = {8, 128};
  EXPECT_EQ(input_dims(network, scenario, 8)->at("x0"), (tensor::Dims{8, 128}));
  EXPECT_EQ(input_dims(network, scenario, 2)->at("x0"), (tensor::Dims{2, 128}));
  scenario.shapes["x0"] = {8, 128, 1};
  EXPECT_EQ(input_dims(network, scenario, 8).error().message,
            "input 'x0' has 2 axes, and the scenario gives it 3");
}

TEST(ModelInputs, AFixedBatchIsTheOnlyOne) {
  const Network fixed = with_inputs({{DataType::kFloat32, {Dim(4), Dim(3)}}});
  EXPECT_TRUE(check_batch(fixed, 1).ok());
  EXPECT_TRUE(check_batch(fixed, 4).ok());
  EXPECT_EQ(check_batch(fixed, 8).error().message,
            "the model's batch is fixed by its input 'x0' of float32[4x3]; a batch of 8 cannot be "
            "run");
  EXPECT_TRUE(check_batch(with_inputs({{DataType::kFloat32, {kN}}}), 8).ok());
}

TEST(ModelInputs, SeededFloatsHaveUnitVarianceAndComeBackTheSame) {
  const Network network = with_inputs({{DataType::kFloat32, {Dim(10'000)}}});
  const runtime::DimsByName dims{{"x0", {10'000}}};
  const auto inputs = seeded_inputs(network, dims, 7);
  ASSERT_TRUE(inputs.ok());
  double sum = 0, squares = 0;
  for (const float value : inputs->at("x0").as<float>()) {
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / 10'000, 0, 0.05);
  EXPECT_NEAR(squares / 10'000, 1, 0.05);
  EXPECT_TRUE(identical(inputs->at("x0"), seeded_inputs(network, dims, 7)->at("x0")));
  EXPECT_FALSE(identical(inputs->at("x0"), seeded_inputs(network, dims, 8)->at("x0")));
}

/// An integer input that reaches a table of 50 rows through a cast, and one that reaches none.
TEST(ModelInputs, IntegersStayInsideTheTableTheyIndex) {
  Network network = with_inputs({{DataType::kInt32, {Dim(1000)}}, {DataType::kInt64, {Dim(1000)}}});
  Op cast;
  cast.type = "Cast";
  cast.inputs = {network.inputs()[0]};
  cast.attributes.set("to", int64_t{7});
  const auto ids = network.add_op(std::move(cast), 1);
  ASSERT_TRUE(ids.ok()) << ids.error().message;
  const auto table = network.add_constant(
      "table", tensor::HostTensor::of_floats({50, 2}, std::vector<float>(100, 0.5f)));
  Op gather;
  gather.type = "Gather";
  gather.inputs = {table, ids->front()};
  ASSERT_TRUE(network.add_op(std::move(gather), 1).ok());
  const auto inputs = seeded_inputs(network, {{"x0", {1000}}, {"x1", {1000}}}, 7);
  ASSERT_TRUE(inputs.ok());
  const auto indices = inputs->at("x0").to_integers();
  EXPECT_EQ(*std::max_element(indices.begin(), indices.end()), 49);
  EXPECT_EQ(*std::min_element(indices.begin(), indices.end()), 0);
  const auto free = inputs->at("x1").to_integers();
  EXPECT_EQ(*std::max_element(free.begin(), free.end()), 1);
}

scenarios::LabelledData three_items() {
  scenarios::LabelledData data;
  data.input = "x0";
  data.output = "y";
  data.scale = 0.5;
  data.offset = -1;
  data.inputs = {"uint8", {3, 2}, {}};
  for (int i = 0; i < 6; ++i) data.inputs.bytes.push_back(static_cast<std::byte>(i));
  data.labels = {0, 1, 2};
  return data;
}

TEST(ModelInputs, LabelledItemsAreScaledAndWrapAround) {
  const Network network = with_inputs({{DataType::kFloat32, {kN, Dim(2)}}});
  const auto inputs = labelled_inputs(network, three_items(), 2, 2);
  ASSERT_TRUE(inputs.ok());
  EXPECT_EQ(inputs->at("x0").dims(), (tensor::Dims{2, 2}));
  EXPECT_EQ(inputs->at("x0").to_floats(), (std::vector<float>{1, 1.5, -1, -0.5}));
}

TEST(ModelInputs, LabelledItemsOfAnotherModelAreRefused) {
  const auto data = three_items();
  EXPECT_FALSE(labelled_inputs(with_inputs({{DataType::kFloat32, {kN}}}), data, 0, 1).ok());
  EXPECT_FALSE(
      labelled_inputs(with_inputs({{DataType::kFloat32, {kN, kL}}, {DataType::kFloat32, {kN, kL}}}),
                      data, 0, 1)
          .ok());
}

}  // namespace
}  // namespace nightjar::runners
