// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Losses, Einsum and windows against hand-worked answers.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/lower/op_runner.h"

namespace nightjar::lower {
namespace {

using tensor::Attributes;
using tensor::Dims;
using tensor::HostTensor;
using testing::Given;

using Floats = std::vector<float>;

Given floats(const Dims& dims, const Floats& values) {
  return {HostTensor::of_floats(dims, values), false};
}
Given integers(const Dims& dims, const std::vector<int64_t>& values, bool is_constant = false) {
  return {HostTensor::of_int64(dims, values), is_constant};
}

std::vector<HostTensor> answers(const std::string& type, const Attributes& attributes,
                                const std::vector<Given>& operands, size_t output_count = 1) {
  const auto one = testing::make_op(type, attributes, operands, output_count);
  EXPECT_TRUE(one.ok()) << one.error().message;
  std::vector<HostTensor> values;
  for (const Given& operand : operands) values.push_back(operand.value);
  auto outputs = testing::run_op(*one, values);
  EXPECT_TRUE(outputs.ok()) << outputs.error().message;
  return outputs.ok() ? *outputs
                      : std::vector<HostTensor>(output_count, HostTensor::of_floats({0}, {}));
}

Attributes loss_attributes(const std::string& reduction) {
  Attributes attributes;
  attributes.set("reduction", reduction);
  return attributes;
}

/// [N = 1, C = 2, 3] with targets 0, 1, 1.
const Given kScores = floats({1, 2, 3}, {1, 2, 3, 4, 5, 6});
const Given kTargets = integers({1, 3}, {0, 1, 1});

TEST(Loss, ReducesInThreeWays) {
  const std::vector<Given> operands = {kScores, kTargets};
  const std::string type = "NegativeLogLikelihoodLoss";
  EXPECT_EQ(answers(type, loss_attributes("none"), operands)[0].to_floats(), (Floats{-1, -5, -6}));
  EXPECT_EQ(answers(type, loss_attributes("sum"), operands)[0].to_floats(), (Floats{-12}));
  EXPECT_EQ(answers(type, {}, operands)[0].to_floats(), (Floats{-4}));
}

TEST(Loss, WeighsClasses) {
  const std::vector<Given> operands = {kScores, kTargets, floats({2}, {2, 0.5})};
  const std::string type = "NegativeLogLikelihoodLoss";
  EXPECT_EQ(answers(type, loss_attributes("none"), operands)[0].to_floats(),
            (Floats{-2, -2.5, -3}));
  EXPECT_EQ(answers(type, loss_attributes("mean"), operands)[0].to_floats(), (Floats{-2.5}));
}

TEST(Loss, LeavesIgnoredTargetsOut) {
  for (const int64_t ignored : {int64_t{-1}, int64_t{99}}) {
    const Given targets = integers({1, 3}, {0, ignored, 1});
    Attributes attributes = loss_attributes("none");
    attributes.set("ignore_index", ignored);
    const std::string type = "NegativeLogLikelihoodLoss";
    EXPECT_EQ(answers(type, attributes, {kScores, targets})[0].to_floats(), (Floats{-1, 0, -6}));
    attributes.set("reduction", std::string("mean"));
    EXPECT_EQ(answers(type, attributes, {kScores, targets})[0].to_floats(), (Floats{-3.5}));
    const Given weights = floats({2}, {3, 1});
    EXPECT_EQ(answers(type, attributes, {kScores, targets, weights})[0].to_floats(),
              (Floats{-9.0F / 4}));
  }
}

TEST(Loss, CrossEntropyShowsItsLogarithms) {
  const auto outputs = answers("SoftmaxCrossEntropyLoss", {},
                               {floats({1, 2}, {0, std::log(3.0F)}), integers({1}, {1})}, 2);
  EXPECT_NEAR(outputs[0].value_at(0), -std::log(0.75), 1e-6);
  EXPECT_NEAR(outputs[1].value_at(0), std::log(0.25), 1e-6);
  EXPECT_NEAR(outputs[1].value_at(1), std::log(0.75), 1e-6);
}

Floats einsum(const std::string& equation, const std::vector<Given>& operands) {
  Attributes attributes;
  attributes.set("equation", equation);
  return answers("Einsum", attributes, operands)[0].to_floats();
}

TEST(Einsum, OneFactor) {
  const Given x = floats({2, 3}, {1, 2, 3, 4, 5, 6});
  EXPECT_EQ(einsum("ij->ji", {x}), (Floats{1, 4, 2, 5, 3, 6}));
  EXPECT_EQ(einsum("ij->i", {x}), (Floats{6, 15}));
  EXPECT_EQ(einsum("ij->", {x}), (Floats{21}));
  EXPECT_EQ(einsum("...j->...", {x}), (Floats{6, 15}));
}

TEST(Einsum, Diagonals) {
  const Given square = floats({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(einsum("ii->i", {square}), (Floats{1, 4}));
  EXPECT_EQ(einsum("ii", {square}), (Floats{5}));
  const Given cube = floats({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(einsum("iii->i", {cube}), (Floats{1, 8}));
  EXPECT_EQ(einsum("iji->ij", {cube}), (Floats{1, 3, 6, 8}));
}

TEST(Einsum, Products) {
  const Given a = floats({2, 2}, {1, 2, 3, 4}), b = floats({2, 2}, {5, 6, 7, 8});
  EXPECT_EQ(einsum("ij,jk->ik", {a, b}), (Floats{19, 22, 43, 50}));
  EXPECT_EQ(einsum("ij,kj->ik", {a, b}), (Floats{17, 23, 39, 53}));
  EXPECT_EQ(einsum("ij,jk->ki", {a, b}), (Floats{19, 43, 22, 50}));
  EXPECT_EQ(einsum("ij,ij->ij", {a, b}), (Floats{5, 12, 21, 32}));
  EXPECT_EQ(einsum("ij,ij->", {a, b}), (Floats{70}));
  EXPECT_EQ(einsum("i,j->ij", {floats({2}, {1, 2}), floats({2}, {3, 4})}), (Floats{3, 4, 6, 8}));
  EXPECT_EQ(einsum("ij,k->ij", {a, floats({2}, {1, 2})}), (Floats{3, 6, 9, 12}));
}

TEST(Einsum, BatchesStretchAndThreeFactorsMeet) {
  const Given a = floats({2, 1, 2}, {1, 2, 3, 4}), b = floats({1, 2, 1}, {5, 6});
  EXPECT_EQ(einsum("bij,bjk->bik", {a, b}), (Floats{17, 39}));
  EXPECT_EQ(einsum("...ij,...jk->...ik", {a, b}), (Floats{17, 39}));
  // A summed axis of one element beside a longer one.
  EXPECT_EQ(einsum("ij,j->i", {floats({2, 2}, {1, 2, 3, 4}), floats({1}, {10})}), (Floats{30, 70}));
  const Given m = floats({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(einsum("ij,jk,kl->il", {m, m, m}), (Floats{37, 54, 81, 118}));
}

Floats window(const std::string& type, int64_t size, bool is_periodic) {
  Attributes attributes;
  attributes.set("periodic", int64_t{is_periodic});
  return answers(type, attributes, {integers({}, {size}, true)})[0].to_floats();
}

TEST(Windows, RiseAndFall) {
  const Floats hann = window("HannWindow", 5, false);
  const Floats wanted = {0, 0.5, 1, 0.5, 0};
  for (size_t i = 0; i < 5; ++i) EXPECT_NEAR(hann[i], wanted[i], 1e-7);
  EXPECT_NEAR(window("HannWindow", 4, true)[2], 1, 1e-7);
  EXPECT_NEAR(window("HammingWindow", 5, false)[0], 25.0 / 46 - 21.0 / 46, 1e-7);
  const Floats blackman = window("BlackmanWindow", 5, false);
  EXPECT_NEAR(blackman[0], 0, 1e-7);
  EXPECT_NEAR(blackman[2], 1, 1e-7);
}

TEST(Windows, WaitForASizeThatIsComputed) {
  const auto one = testing::make_op("HannWindow", {}, {integers({}, {5})});
  ASSERT_TRUE(one.ok());
  const auto lowered = lower_op(one->network, one->network.op(one->op));
  ASSERT_FALSE(lowered.ok());
  EXPECT_EQ(lowered.error().kind, ErrorKind::kNotYetKnown);
}

TEST(Random, NumbersFollowFromTheSeed) {
  Attributes attributes;
  attributes.set("shape", std::vector<int64_t>{4});
  attributes.set("seed", 3.0);
  const Floats once = answers("RandomUniform", attributes, {})[0].to_floats();
  EXPECT_EQ(once, answers("RandomUniform", attributes, {})[0].to_floats());
  attributes.set("seed", 4.0);
  EXPECT_NE(once, answers("RandomUniform", attributes, {})[0].to_floats());
}

TEST(Signal, StftReadsItsFramesUnderAWindow) {
  Attributes attributes;
  attributes.set("onesided", int64_t{0});
  const auto y =
      answers("STFT", attributes,
              {floats({1, 4}, {1, 2, 3, 4}), integers({}, {1}, true), floats({2}, {1, 2})});
  EXPECT_EQ(y[0].dims(), (Dims{1, 3, 2, 2}));
  EXPECT_EQ(y[0].to_floats(), (Floats{5, 0, -3, 0, 8, 0, -4, 0, 11, 0, -5, 0}));
}

}  // namespace
}  // namespace nightjar::lower
