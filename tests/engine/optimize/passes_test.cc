// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Pass by pass: what it rewrites, and what only looks like it.
#include <gtest/gtest.h>

#include "tests/engine/optimize/pass_test.h"

namespace nightjar::optimize {
namespace {

using fakes::count_ops;
using network::Network;
using network::TensorId;
using random_graphs::Draft;
using random_graphs::Integers;
using tensor::Dim;

class Passes : public PassTest {
 protected:
  TensorId image() { return draft_.input("x", {Dim::symbol("N"), 4, 6, 6}); }
  TensorId sequence() { return draft_.input("x", {Dim::symbol("N"), 5, 8}); }
  TensorId mean(TensorId x, int64_t axis = -1) {
    return draft_.with("ReduceMean", {x, draft_.integers({axis})}, {{"keepdims", int64_t{1}}});
  }
  TensorId square(TensorId x) { return draft_.op("Pow", {x, draft_.scalar(2.0f)}); }
  TensorId root_of(TensorId x) {
    return draft_.op("Sqrt", {draft_.op("Add", {x, draft_.scalar(0.01f)})});
  }
  TensorId clipped(TensorId x, float low, float high) {
    return draft_.op("Clip", {draft_.op("Add", {x, draft_.scalar(3.0f)}), draft_.scalar(low),
                              draft_.scalar(high)});
  }
};

TEST_F(Passes, ASpelledLayerNormIsOneOp) {
  const TensorId x = sequence();
  const TensorId centred = draft_.op("Sub", {x, mean(x)});
  const TensorId norm = draft_.op("Div", {centred, root_of(mean(square(centred)))});
  draft_.output(
      draft_.op("Add", {draft_.op("Mul", {norm, draft_.positive({8})}), draft_.weights({8})}));
  const Network network = optimized();
  EXPECT_EQ(network.op_count(), 1u);
  EXPECT_EQ(count_ops(network, "LayerNormalization"), 1u);
  EXPECT_GE(network.op(network.topological_order()[0]).origins.size(), 8u);
}

TEST_F(Passes, ASpelledRmsNormIsOneOp) {
  const TensorId x = sequence();
  const TensorId inverse = draft_.op("Reciprocal", {root_of(mean(square(x)))});
  draft_.output(draft_.op("Mul", {draft_.op("Mul", {x, inverse}), draft_.positive({8})}));
  const Network network = optimized();
  EXPECT_EQ(network.op_count(), 1u);
  EXPECT_EQ(count_ops(network, "RMSNormalization"), 1u);
}

TEST_F(Passes, ANormOverOtherAxesThanItsMeanStays) {
  const TensorId x = sequence();
  const TensorId centred = draft_.op("Sub", {x, mean(x, 1)});
  draft_.output(draft_.op("Div", {centred, root_of(mean(square(centred), 1))}));
  EXPECT_EQ(count_ops(optimized(), "LayerNormalization"), 0u);
}

TEST_F(Passes, ExponentialsOverTheirSumAreASoftmax) {
  const TensorId x = sequence();
  const auto over_last = [&](const char* type, TensorId of) {
    return draft_.with(type, {of, draft_.integers({2})}, {{"keepdims", int64_t{1}}});
  };
  const TensorId powers = draft_.op("Exp", {draft_.op("Sub", {x, over_last("ReduceMax", x)})});
  draft_.output(draft_.op("Div", {powers, over_last("ReduceSum", powers)}));
  EXPECT_EQ(count_ops(optimized(), "Softmax"), 1u);
}

TEST_F(Passes, ExponentialsOverAnotherSumAreNone) {
  const TensorId x = sequence();
  const TensorId powers = draft_.op("Exp", {x});
  const TensorId sum = draft_.with("ReduceSum", {draft_.op("Abs", {x}), draft_.integers({2})},
                                   {{"keepdims", int64_t{1}}});
  draft_.output(draft_.op("Div", {powers, sum}));
  EXPECT_EQ(count_ops(optimized(), "Softmax"), 0u);
}

TEST_F(Passes, AClipOfThreeMoreIsHardSwish) {
  const TensorId x = image();
  const TensorId gate = draft_.op("Div", {clipped(x, 0, 6), draft_.scalar(6.0f)});
  draft_.output(draft_.op("Mul", {x, gate}));
  EXPECT_EQ(count_ops(optimized(), "HardSwish"), 1u);
}

TEST_F(Passes, AClipOfOtherBoundsIsNot) {
  const TensorId x = image();
  const TensorId gate = draft_.op("Div", {clipped(x, 0, 5), draft_.scalar(6.0f)});
  draft_.output(draft_.op("Mul", {x, gate}));
  EXPECT_EQ(count_ops(optimized(), "HardSwish"), 0u);
}

TEST_F(Passes, ZerosAroundAnImageAreTheConvolutionsPadding) {
  const TensorId padded = draft_.op("Pad", {image(), draft_.integers({0, 0, 1, 0, 0, 0, 1, 2})});
  draft_.output(draft_.conv(padded, 4, 4, 3));
  EXPECT_EQ(count_ops(optimized(), "Pad"), 0u);
}

TEST_F(Passes, OnesAroundAnImageStay) {
  const TensorId pads = draft_.integers({0, 0, 1, 1, 0, 0, 1, 1});
  draft_.output(draft_.conv(draft_.op("Pad", {image(), pads, draft_.scalar(1.0f)}), 4, 4, 3));
  EXPECT_EQ(count_ops(optimized(), "Pad"), 1u);
}

TEST_F(Passes, WhatScalesAndShiftsChannelsGoesIntoTheConvolution) {
  TensorId y = draft_.conv(image(), 4, 8, 3);
  y = draft_.op("Mul", {draft_.positive({8, 1, 1}), y});
  y = draft_.op("Sub", {y, draft_.weights({1, 8, 1, 1})});
  draft_.output(draft_.op("Div", {y, draft_.scalar(2.0f)}));
  EXPECT_EQ(optimized().op_count(), 1u);
}

TEST_F(Passes, AFactorAPixelDoesNot) {
  const TensorId y = draft_.conv(image(), 4, 8, 3);
  draft_.output(draft_.op("Mul", {y, draft_.positive({1, 1, 1, 6})}));
  EXPECT_EQ(count_ops(optimized(), "Mul"), 1u);
}

TEST_F(Passes, AFactorAColumnGoesIntoTheProduct) {
  TensorId y = draft_.op("MatMul", {sequence(), draft_.weights({8, 6})});
  y = draft_.op("Mul", {draft_.op("Add", {y, draft_.weights({6})}), draft_.positive({6})});
  draft_.output(y);
  EXPECT_EQ(optimized().op_count(), 1u);
}

TEST_F(Passes, ABatchNormalizationAloneIsAProductAndASum) {
  draft_.output(draft_.op("Relu", {draft_.batch_norm(draft_.op("Tanh", {image()}), 4)}));
  const Network network = optimized();
  EXPECT_EQ(count_ops(network, "BatchNormalization"), 0u);
  EXPECT_EQ(count_ops(network, "Mul"), 1u);
}

TEST_F(Passes, EqualWorkIsDoneOnce) {
  const TensorId x = sequence();
  const auto branch = [&] {
    return draft_.op("Tanh", {draft_.op("Add", {x, draft_.scalar(0.25f)})});
  };
  draft_.output(draft_.op("Mul", {branch(), branch()}));
  EXPECT_EQ(count_ops(optimized(), "Tanh"), 1u);
}

TEST_F(Passes, AConcatThatBeginsAsAnEarlierOneReadsIt) {
  const TensorId x = image();
  const auto joined = [&](std::vector<TensorId> parts, int64_t axis) {
    return draft_.with("Concat", std::move(parts), {{"axis", axis}});
  };
  const TensorId a = draft_.op("Tanh", {x}), b = draft_.op("Relu", {x});
  const TensorId two = joined({x, a}, 1), three = joined({x, a, b}, -3);
  for (const TensorId y : {two, three, joined({x, a, b, a}, 1)}) draft_.output(y);
  const Network network = optimized();
  for (const network::OpId id : network.topological_order()) {
    if (network.op(id).type != "Concat") continue;
    EXPECT_EQ(network.op(id).inputs.size(), 2u);
  }
}

TEST_F(Passes, AConcatOfOtherPartsOrAlongAnotherAxisIsLeftAlone) {
  const TensorId x = image();
  const TensorId a = draft_.op("Tanh", {x}), b = draft_.op("Relu", {x});
  draft_.output(draft_.with("Concat", {x, a}, {{"axis", int64_t{1}}}));
  draft_.output(draft_.with("Concat", {x, a, b}, {{"axis", int64_t{2}}}));
  draft_.output(draft_.with("Concat", {a, x, b}, {{"axis", int64_t{1}}}));
  const Network network = optimized();
  size_t of_three = 0;
  for (const network::OpId id : network.topological_order()) {
    of_three += network.op(id).inputs.size() == 3 ? 1 : 0;
  }
  EXPECT_EQ(of_three, 2u);
}

TEST_F(Passes, UnequalAttributesAreUnequalWork) {
  const TensorId x = sequence();
  const auto elu = [&](double alpha) { return draft_.with("Elu", {x}, {{"alpha", alpha}}); };
  draft_.output(draft_.op("Mul", {elu(1.0), elu(0.5)}));
  EXPECT_EQ(count_ops(optimized(), "Elu"), 2u);
}

TEST_F(Passes, ArithmeticThatChangesNothingVanishes) {
  TensorId y = draft_.op("Mul", {draft_.scalar(1.0f), sequence()});
  y = draft_.op("Sub", {draft_.op("Add", {y, draft_.weights({8}, 0.0)}), draft_.scalar(0.0f)});
  y = draft_.with("Cast", {draft_.with("Cast", {y}, {{"to", int64_t{11}}})}, {{"to", int64_t{1}}});
  draft_.output(draft_.op("Relu", {y}));
  EXPECT_EQ(optimized().op_count(), 1u);
}

TEST_F(Passes, ACastThatLosesDigitsStays) {
  const TensorId half = draft_.with("Cast", {sequence()}, {{"to", int64_t{10}}});
  draft_.output(draft_.op("Relu", {draft_.with("Cast", {half}, {{"to", int64_t{1}}})}));
  EXPECT_EQ(count_ops(optimized(), "Cast"), 2u);
}

TEST_F(Passes, AZeroThatWidensIsNoIdentity) {
  draft_.output(draft_.op("Add", {draft_.input("x", {2, 1}), draft_.weights({2, 5}, 0.0)}));
  EXPECT_EQ(count_ops(optimized(), "Add"), 1u);
}

TEST_F(Passes, TransposesMeetThroughElementwiseOps) {
  TensorId y = draft_.transpose(image(), {0, 2, 3, 1});
  y = draft_.op("Exp", {draft_.op("Tanh", {y})});
  draft_.output(draft_.op("Relu", {draft_.transpose(y, {0, 3, 1, 2})}));
  EXPECT_EQ(count_ops(optimized(), "Transpose"), 0u);
}

TEST_F(Passes, RenamingsInARowAreOne) {
  TensorId y = draft_.op("Unsqueeze", {draft_.reshape(image(), {0, 4, 36}), draft_.integers({1})});
  y = draft_.with("Flatten", {y}, {{"axis", int64_t{1}}});
  draft_.output(draft_.op("Relu", {y}));
  EXPECT_EQ(optimized().op_count(), 2u);
}

TEST_F(Passes, AGeluByTanhIsTheProductsEpilogue) {
  const TensorId x = draft_.op("MatMul", {sequence(), draft_.weights({8, 8})});
  const TensorId cube = draft_.op("Mul", {draft_.op("Mul", {x, x}), x});
  const TensorId sum = draft_.op("Add", {x, draft_.op("Mul", {draft_.scalar(0.044715f), cube})});
  const TensorId tanh = draft_.op("Tanh", {draft_.op("Mul", {sum, draft_.scalar(0.7978845f)})});
  const TensorId half = draft_.op("Mul", {x, draft_.scalar(0.5f)});
  draft_.output(draft_.op("Mul", {half, draft_.op("Add", {tanh, draft_.scalar(1.0f)})}));
  EXPECT_EQ(count_ops(optimized(), "Tanh"), 0u);
}

}  // namespace
}  // namespace nightjar::optimize
