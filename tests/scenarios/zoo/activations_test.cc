// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Random weights make a useful model only when its activations neither fade nor explode, and when
// it answers different inputs differently.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference/reference.h"
#include "scenarios/zoo/architectures.h"
#include "scenarios/zoo/weights.h"
#include "scenarios/zoo/zoo.h"

namespace nightjar::zoo {
namespace {

using network::Network;
using network::Op;
using tensor::DataType;
using tensor::Dim;
using tensor::Dims;
using tensor::HostTensor;

double root_mean_square(const HostTensor& tensor) {
  double squares = 0.0;
  for (const float value : tensor.as<float>()) squares += double{value} * value;
  return std::sqrt(squares / static_cast<double>(tensor.count()));
}

HostTensor random_input(const ModelInput& input, int64_t batch) {
  const auto dims = tensor::evaluate(input.desc.shape, {{"N", batch}});
  HostTensor tensor(input.desc.type, *dims);
  std::vector<float> numbers(static_cast<size_t>(tensor.count()));
  const Sequence sequence = Sequence::of("test input", input.name);
  if (input.integers_below == 0) {
    fill_normal(tensor.as<float>(), sequence, 0.0f, 1.0f);
    return tensor;
  }
  fill_uniform(numbers, sequence, 0.0f, static_cast<float>(input.integers_below));
  for (int64_t i = 0; i < tensor.count(); ++i) {
    tensor.set_integer(i, static_cast<int64_t>(numbers[static_cast<size_t>(i)]));
  }
  return tensor;
}

// Outputs of operators that give floats; the scale of every one is within bounds.
reference::TensorsByName run_watched(const Network& network, const std::vector<ModelInput>& inputs,
                                     int64_t batch) {
  reference::TensorsByName tensors;
  for (const ModelInput& input : inputs) tensors[input.name] = random_input(input, batch);
  int watched = 0;
  const auto watch = [&](const Op& op, const std::vector<HostTensor>& outputs) {
    if (outputs[0].type() != DataType::kFloat32) return;
    ++watched;
    const double scale = root_mean_square(outputs[0]);
    EXPECT_GT(scale, 0.1) << op.name;
    EXPECT_LT(scale, 10.0) << op.name;
  };
  auto outputs = reference::run(network, tensors, watch);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  EXPECT_GT(watched, 3);
  return outputs.ok() ? *outputs : reference::TensorsByName();
}

// How much elements 0 and 1 of the batch differ, relative to their scale.
double contrast(const HostTensor& outputs) {
  const auto values = outputs.as<float>();
  const size_t half = values.size() / 2;
  double squares = 0.0;
  for (size_t i = 0; i < half; ++i) {
    const double difference = double{values[i]} - values[half + i];
    squares += difference * difference;
  }
  return std::sqrt(squares / static_cast<double>(half)) / root_mean_square(outputs);
}

const ModelInfo& info_of(const std::string& name) {
  for (const ModelInfo& model : models()) {
    if (model.name == name) return model;
  }
  ADD_FAILURE() << "no model " << name;
  return models()[0];
}

class SmallModel : public ::testing::TestWithParam<std::string> {};

TEST_P(SmallModel, KeepsItsScaleAndTellsInputsApart) {
  const auto network = make_network(GetParam());
  ASSERT_TRUE(network.ok());
  const auto outputs = run_watched(*network, info_of(GetParam()).inputs, 2);
  ASSERT_FALSE(outputs.empty());
  EXPECT_GT(contrast(outputs.at(network->output_names()[0])), 0.2);
}

INSTANTIATE_TEST_SUITE_P(Zoo, SmallModel, ::testing::Values("policy_mlp", "lstm_tagger"),
                         [](const auto& tested) { return tested.param; });

struct SmallImage {
  const char* name;
  void (*write)(Draft& draft, const Inputs& inputs);
  int64_t extent;
};

void PrintTo(const SmallImage& model, std::ostream* out) { *out << model.name; }

// Convolutional models at a fraction of their size.
class SmallImageModel : public ::testing::TestWithParam<SmallImage> {};

TEST_P(SmallImageModel, KeepsItsScaleAndTellsInputsApart) {
  const auto& [name, write, extent] = GetParam();
  const ModelInput image = {
      "image", {DataType::kFloat32, {Dim::symbol("N"), 3, extent, extent}}, 0};
  Draft draft(name);
  write(draft, {draft.add_input(image.name, image.desc)});
  const Network network = draft.take();
  const auto outputs = run_watched(network, {image}, 2);
  ASSERT_FALSE(outputs.empty());
  EXPECT_GT(contrast(outputs.at(network.output_names()[0])), 0.2);
}

INSTANTIATE_TEST_SUITE_P(Zoo, SmallImageModel,
                         ::testing::Values(SmallImage{"mobilenet_v2", write_mobilenet_v2, 64},
                                           SmallImage{"unet", write_unet, 32}),
                         [](const auto& tested) { return std::string(tested.param.name); });

}  // namespace
}  // namespace nightjar::zoo
