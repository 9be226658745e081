// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Four matrix products, one of which is computed wrongly on purpose.
#include "engine/quantize/blame.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/fakes/engine/sample_networks.h"

namespace nightjar::quantize {
namespace {

using network::Network;

class BlameTest : public testing::Test {
 protected:
  BlameTest() {
    network::TensorId x = sketch_.input("x", {tensor::Dim(4), tensor::Dim(32)});
    for (int i = 0; i < 4; ++i) {
      x = sketch_.op("MatMul", {x, sketch_.weights({32, 32})});
      x = sketch_.op("Relu", {x});
    }
    sketch_.output(x);
    for (const auto id : sketch_.network().topological_order()) {
      if (sketch_.network().op(id).type == "MatMul") {
        layers_.push_back(sketch_.network().op(id).name);
      }
    }
    std::vector<float> values(4 * 32);
    for (size_t i = 0; i < values.size(); ++i) values[i] = 0.1F * static_cast<float>(i % 13);
    inputs_["x"] = tensor::HostTensor::of_floats({4, 32}, values);
  }

  /// A builder that doubles the weights of `wrong`, unless it is kept.
  BuildLow builder(const std::string& wrong) {
    return [this, wrong](const Network& given,
                         const std::set<std::string>& kept) -> Result<build::BuildOutcome> {
      ++builds_;
      Network network = given;
      for (const auto id : network.topological_order()) {
        if (network.op(id).name != wrong || kept.count(wrong) != 0) continue;
        // A copy of a network shares its constants.
        auto& weights = network.tensor(network.op(id).inputs[1]).constant;
        std::vector<float> values(weights->as<float>().begin(), weights->as<float>().end());
        for (size_t i = 0; i < values.size(); i += 2) values[i] *= 2;
        weights = tensor::HostTensor::of_floats(weights->dims(), values);
      }
      build::BuildOptions options;
      options.level = 0;
      return build::build_plan(network, *device_, options, clock_);
    };
  }

  fakes::Sketch sketch_{3};
  std::vector<std::string> layers_;
  reference::TensorsByName inputs_;
  std::unique_ptr<device::Device> device_ = device::make_cpu_device(1);
  SystemClock clock_;
  int builds_ = 0;
};

TEST_F(BlameTest, WhereNothingIsWrongNothingIsBlamed) {
  const auto found = blame(sketch_.network(), inputs_, builder(""), *device_);
  ASSERT_TRUE(found.ok()) << found.error().message;
  EXPECT_EQ(found->layers.size(), 4u);
  EXPECT_FALSE(found->first_bad);
  EXPECT_LT(found->whole.error, 1e-5);
}

TEST_F(BlameTest, TheFirstBadLayerAndTheMostSensitiveOneAreNamed) {
  for (size_t wrong = 0; wrong < 4; ++wrong) {
    const auto found = blame(sketch_.network(), inputs_, builder(layers_[wrong]), *device_);
    ASSERT_TRUE(found.ok()) << found.error().message;
    ASSERT_TRUE(found->first_bad);
    EXPECT_EQ(*found->first_bad, wrong);
    EXPECT_EQ(found->layers[wrong].node, layers_[wrong]);
    EXPECT_EQ(found->ranking.front().node, layers_[wrong]);
    EXPECT_LT(found->ranking[1].error, 1e-5) << "the others do no harm alone";
  }
}

TEST_F(BlameTest, SmallMemoryMeansMoreBuildsAndTheSameAnswer) {
  BlameOptions options;
  options.most_ranked = 0;
  const auto at_once = blame(sketch_.network(), inputs_, builder(layers_[2]), *device_, options);
  const int builds = builds_;
  options.most_bytes = 1;
  const auto one_by_one = blame(sketch_.network(), inputs_, builder(layers_[2]), *device_, options);
  EXPECT_EQ(builds, 2);
  EXPECT_EQ(builds_ - builds, 5) << "the whole, and one a layer";
  ASSERT_EQ(one_by_one->layers.size(), 4u);
  EXPECT_EQ(one_by_one->first_bad, at_once->first_bad);
  EXPECT_NEAR(one_by_one->layers[2].error, at_once->layers[2].error, 1e-5);
}

TEST_F(BlameTest, ABuildThatFailsIsSaid) {
  const BuildLow broken = [](const Network&, const std::set<std::string>&) {
    return Result<build::BuildOutcome>(unsupported("no such precision here"));
  };
  const auto found = blame(sketch_.network(), inputs_, broken, *device_);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().message, "no such precision here");
}

}  // namespace
}  // namespace nightjar::quantize
