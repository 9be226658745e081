// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "scenarios/zoo/zoo.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <set>

#include "base/digest.h"

namespace nightjar::zoo {

/// As the name of a test says it, instead of its bytes.
static void PrintTo(const ModelInfo& model, std::ostream* out) { *out << model.name; }

namespace {

using network::Network;
using network::TensorId;
using ::testing::HasSubstr;

Network network_of(const std::string& name) {
  auto network = make_network(name);
  EXPECT_TRUE(network.ok()) << network.error().message;
  return std::move(network).value();
}

std::string digest_of_weights(const Network& network) {
  std::string digests;
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const network::Tensor& tensor = network.tensor(static_cast<TensorId>(id));
    if (tensor.constant) digests += tensor.name + sha256_hex(tensor.constant->byte_span());
  }
  return sha256_hex(digests);
}

TEST(Zoo, ListsElevenModelsByUniqueNames) {
  std::set<std::string> names;
  for (const ModelInfo& model : models()) {
    EXPECT_TRUE(names.insert(model.name).second) << model.name;
    EXPECT_FALSE(model.task.empty());
    EXPECT_FALSE(model.description.empty());
  }
  EXPECT_EQ(names.size(), 11u);
}

TEST(Zoo, AnUnknownModelIsAnsweredWithTheKnownOnes) {
  const auto network = make_network("resnet51");
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(network.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(network.error().message, HasSubstr("'resnet51'"));
  EXPECT_THAT(network.error().message, HasSubstr("resnet50, mobilenet_v2"));
}

TEST(Zoo, TheSameModelTwiceHasTheSameWeights) {
  for (const char* name : {"policy_mlp", "mobilenet_v2"}) {
    EXPECT_EQ(digest_of_weights(network_of(name)), digest_of_weights(network_of(name))) << name;
  }
}

class ZooModel : public ::testing::TestWithParam<ModelInfo> {};

// The counts stand in the papers and the libraries that the architectures come from.
TEST_P(ZooModel, HasAsManyParametersAsPublished) {
  EXPECT_EQ(count_parameters(network_of(GetParam().name)), GetParam().parameters);
}

TEST_P(ZooModel, TakesAnyBatch) {
  const Network network = network_of(GetParam().name);
  ASSERT_EQ(network.inputs().size(), GetParam().inputs.size());
  for (size_t i = 0; i < network.inputs().size(); ++i) {
    EXPECT_EQ(network.tensor(network.inputs()[i]).name, GetParam().inputs[i].name);
  }
  ASSERT_FALSE(network.outputs().empty());
  for (const TensorId output : network.outputs()) {
    const tensor::Shape& shape = network.tensor(output).desc.shape;
    ASSERT_FALSE(shape.empty());
    EXPECT_EQ(shape[0], tensor::Dim::symbol("N")) << tensor::to_string(shape);
    for (size_t axis = 1; axis < shape.size(); ++axis) EXPECT_TRUE(shape[axis].constant());
  }
}

INSTANTIATE_TEST_SUITE_P(All, ZooModel, ::testing::ValuesIn(models()),
                         [](const auto& tested) { return tested.param.name; });

TEST(Zoo, OutputsHaveTheShapesUsersKnow) {
  const auto shape_of = [](const std::string& name) {
    const Network network = network_of(name);
    return tensor::to_string(network.tensor(network.outputs()[0]).desc);
  };
  EXPECT_EQ(shape_of("mobilenet_v2"), "float32[Nx1000]");
  EXPECT_EQ(shape_of("yolo_detector"), "float32[Nx25200x85]");
  EXPECT_EQ(shape_of("unet"), "float32[Nx1x256x256]");
  EXPECT_EQ(shape_of("lstm_tagger"), "float32[Nx64x17]");
}

}  // namespace
}  // namespace nightjar::zoo
