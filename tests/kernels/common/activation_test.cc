// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/common/activation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace nightjar::kernels {
namespace {

constexpr int kKindCount = 12;

TEST(Activation, SurvivesAttributes) {
  for (int kind = 0; kind < kKindCount; ++kind) {
    tensor::Attributes attributes;
    Activation{static_cast<ActivationKind>(kind), 0.25, 0.75}.add_to(attributes);
    const auto back = Activation::from_attributes(attributes);
    ASSERT_TRUE(back.ok());
    EXPECT_EQ(static_cast<int>(back->kind), kind);
    tensor::Attributes again;
    back->add_to(again);
    EXPECT_EQ(again, attributes);
  }
}

TEST(Activation, RefusesUnknownNames) {
  tensor::Attributes attributes;
  attributes.set("activation", std::string("softplus"));
  EXPECT_FALSE(Activation::from_attributes(attributes).ok());
}

TEST(Activation, ValuesAtKnownPoints) {
  const auto at = [](ActivationKind kind, double x) { return Activation{kind, 0.2, 0.9}(x); };
  EXPECT_EQ(at(ActivationKind::kNone, -3), -3);
  EXPECT_EQ(at(ActivationKind::kRelu, -3), 0);
  EXPECT_EQ(at(ActivationKind::kClip, 5), 0.9);
  EXPECT_EQ(at(ActivationKind::kClip, -5), 0.2);
  EXPECT_DOUBLE_EQ(at(ActivationKind::kSigmoid, 0), 0.5);
  EXPECT_DOUBLE_EQ(at(ActivationKind::kTanh, 1), std::tanh(1.0));
  EXPECT_DOUBLE_EQ(at(ActivationKind::kHardSwish, 1), 1 * (1.0 / 6 + 0.5));
  EXPECT_EQ(at(ActivationKind::kHardSwish, -3), 0);
  EXPECT_EQ(at(ActivationKind::kHardSwish, 4), 4);
  EXPECT_DOUBLE_EQ(at(ActivationKind::kHardSigmoid, 0.25), 0.2 * 0.25 + 0.9);
  EXPECT_EQ(at(ActivationKind::kHardSigmoid, 100), 1);
  EXPECT_DOUBLE_EQ(at(ActivationKind::kSilu, 2), 2 / (1 + std::exp(-2.0)));
  EXPECT_NEAR(at(ActivationKind::kGelu, 1), 0.8413447460685429, 1e-15);
  EXPECT_NEAR(at(ActivationKind::kGeluTanh, 1), 0.8411919906082768, 1e-12);
  EXPECT_DOUBLE_EQ(at(ActivationKind::kLeakyRelu, -2), -0.4);
  EXPECT_DOUBLE_EQ(at(ActivationKind::kElu, -1), 0.2 * (std::exp(-1.0) - 1));
  EXPECT_EQ(at(ActivationKind::kElu, 3), 3);
}

TEST(Activation, ActivateIsTheSameForRuns) {
  for (int kind = 0; kind < kKindCount; ++kind) {
    const Activation activation{static_cast<ActivationKind>(kind), 0.2, 0.9};
    std::vector<float> floats = {-4, -0.5f, 0, 0.5f, 4};
    std::vector<double> doubles(floats.begin(), floats.end());
    std::vector<double> expected;
    for (const double x : doubles) expected.push_back(activation(x));
    activate(activation, std::span<float>(floats));
    activate(activation, std::span<double>(doubles));
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(floats[i], expected[i], 1e-6) << name_of(activation.kind);
      EXPECT_DOUBLE_EQ(doubles[i], expected[i]) << name_of(activation.kind);
    }
  }
}

TEST(Activation, NotANumberStays) {
  std::vector<float> values = {std::nanf("")};
  activate(Activation{ActivationKind::kRelu, 0, 0}, std::span<float>(values));
  EXPECT_TRUE(std::isnan(values[0]));
}

}  // namespace
}  // namespace nightjar::kernels
