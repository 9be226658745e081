// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The chains that exporters write to compute shapes, with a batch that is not known.
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N"), kH = Dim::symbol("H");

TEST(ShapeArithmetic, ShapeGatherConcatReshape) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 32, 7, 7});
  const TensorId shape = draft.op("Shape", {x});
  const TensorId batch = draft.op("Gather", {shape, draft.integer(0)});
  const TensorId row = draft.op("Unsqueeze", {batch, draft.integers({0})});
  const TensorId target = draft.op("Concat", {row, draft.integers({-1})}, {{"axis", number(0)}});
  EXPECT_EQ(draft.elements(target), "N, -1");
  EXPECT_EQ(draft.shape(draft.op("Reshape", {x, target})), "Nx1568");
}

TEST(ShapeArithmetic, ReshapeCopiesAndInfers) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 12, kH});
  EXPECT_EQ(draft.shape(draft.op("Reshape", {x, draft.integers({0, 3, 4, -1})})), "Nx3x4xH");
  EXPECT_EQ(draft.shape(draft.op("Reshape", {x, draft.integers({-1, 6})})), "(2*H*N)x6");
  EXPECT_NE(draft.refusal("Reshape", {x, draft.integers({-1, -1})}).find("more than one"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Reshape", {x, draft.integers({0, 0, 0, 0})}).find("no such axis"),
            std::string::npos);
  const TensorId known = draft.input("known", {2, 3});
  EXPECT_NE(draft.refusal("Reshape", {known, draft.integers({4, 2})}).find("counts differ"),
            std::string::npos);
}

TEST(ShapeArithmetic, ComputedTargetOfExpand) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 5});
  const TensorId row = draft.input("row", {1, 5});
  const TensorId shape = draft.op("Shape", {x});
  // Some exporters keep an extent where the wanted one is -1.
  const TensorId wanted = draft.op(
      "Concat",
      {draft.op("Slice", {shape, draft.integers({0}), draft.integers({1})}), draft.integers({-1})},
      {{"axis", number(0)}});
  Op filled;
  filled.type = "ConstantOfShape";
  filled.inputs = {draft.integers({2})};
  filled.tensors["value"] = tensor::HostTensor::of_int64({1}, {1});
  const TensorId ones = draft.network.add_op(filled, 1)->front();
  const TensorId open = draft.op("Equal", {wanted, draft.op("Mul", {ones, draft.integer(-1)})});
  EXPECT_EQ(draft.elements(open), "0, 1");
  const TensorId target = draft.op("Where", {open, ones, wanted});
  EXPECT_EQ(draft.elements(target), "N, 1");
  EXPECT_EQ(draft.shape(draft.op("Expand", {row, target})), "Nx5");
}

TEST(ShapeArithmetic, ResizeToTwiceTheExtents) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 8, kH, 20});
  const TensorId shape = draft.op("Shape", {x}, {{"start", number(2)}});
  const TensorId as_float = draft.op("Cast", {shape}, {{"to", number(1)}});
  const TensorId doubled = draft.op("Floor", {draft.op("Mul", {as_float, draft.floats({2.0f})})});
  const TensorId extents = draft.op("Cast", {doubled}, {{"to", number(7)}});
  const TensorId lead = draft.op("Shape", {x}, {{"end", number(2)}});
  const TensorId sizes = draft.op("Concat", {lead, extents}, {{"axis", number(0)}});
  const TensorId y = draft.op("Resize", {x, kAbsent, kAbsent, sizes});
  EXPECT_EQ(draft.shape(y), "Nx8x(2*H)x40");
  EXPECT_EQ(draft.shape(draft.op("Resize", {x, kAbsent, draft.floats({1, 1, 2, 0.5})})),
            "Nx8x(2*H)x10");
}

TEST(ShapeArithmetic, PadsReversedAsExportersDo) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 3, 8, 8});
  const TensorId pairs =
      draft.op("Reshape", {draft.integers({1, 2, 3, 4, 0, 0, 0, 0}), draft.integers({-1, 2})});
  const TensorId backwards =
      draft.op("Slice", {pairs, draft.integers({-1}), draft.integers({INT64_MIN}),
                         draft.integers({0}), draft.integers({-1})});
  const TensorId turned = draft.op("Transpose", {backwards}, {{"perm", Ints{1, 0}}});
  const TensorId pads = draft.op("Reshape", {turned, draft.integers({-1})});
  EXPECT_EQ(draft.elements(pads), "0, 0, 3, 1, 0, 0, 4, 2");
  EXPECT_EQ(draft.shape(draft.op("Pad", {x, pads})), "Nx3x15x11");
}

TEST(ShapeArithmetic, RangeAndSliceOverAnOpenExtent) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, kH, 4});
  const TensorId shape = draft.op("Shape", {x});
  const TensorId rows = draft.op("Gather", {shape, draft.integer(1)});
  const TensorId range = draft.op("Range", {draft.integer(0), rows, draft.integer(1)});
  EXPECT_EQ(draft.desc(range), "int64[H]");
  const TensorId head =
      draft.op("Slice", {x, draft.integers({0}), draft.integers({INT64_MAX}), draft.integers({1})});
  EXPECT_EQ(draft.shape(head), "NxHx4");
  const TensorId tail =
      draft.op("Slice", {x, draft.integers({1}), draft.integers({INT64_MAX}), draft.integers({2})});
  EXPECT_EQ(draft.shape(tail), "NxHx3");
  const TensorId back = draft.op("Slice", {x, draft.integers({-1}), draft.integers({-9}),
                                           draft.integers({2}), draft.integers({-2})});
  EXPECT_EQ(draft.shape(back), "NxHx2");
}

TEST(ShapeArithmetic, SizesAndProducts) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 3, kH});
  EXPECT_EQ(draft.elements(draft.op("Size", {x})), "3*H*N");
  const TensorId shape = draft.op("Shape", {x});
  EXPECT_EQ(draft.elements(draft.op("ReduceProd", {shape})), "3*H*N");
  const TensorId thirds = draft.op("Div", {shape, draft.integer(3)});
  EXPECT_EQ(draft.elements(thirds), "floordiv(N, 3), 1, floordiv(H, 3)");
  EXPECT_EQ(draft.elements(draft.op("Sub", {draft.integers({-7}), draft.integers({2})})), "-9");
  EXPECT_EQ(draft.elements(draft.op("Div", {draft.integers({-7}), draft.integers({2})})), "-3");
  EXPECT_EQ(draft.elements(draft.op("Div", {draft.integers({-7}), draft.integers({0})})),
            "unknown");
  EXPECT_EQ(draft.elements(draft.op("Mod", {draft.integers({-7}), draft.integers({3})})), "2");
}

TEST(ShapeArithmetic, WhatOnlyTheRunTellsBecomesAFreshSymbol) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 6});
  const TensorId target = draft.input("target", {3}, DataType::kInt64);
  const TensorId y = draft.op("Reshape", {x, target});
  EXPECT_EQ(draft.shape(y), "Reshape.0xReshape.1xReshape.2");
  EXPECT_EQ(draft.shape(draft.op("Unsqueeze", {x, draft.input("axes", {1}, DataType::kInt64)})),
            "Unsqueeze.0xUnsqueeze.1xUnsqueeze.2");
}

TEST(ShapeArithmetic, LongExpressionsAreCutOff) {
  Draft draft;
  TensorId x = draft.op("Shape", {draft.input("x", {kN, kH, kN + kH})});
  for (int i = 0; i < 40; ++i) x = draft.op("Mul", {x, draft.op("Add", {x, draft.integer(i)})});
  EXPECT_EQ(draft.elements(x), "unknown");
}

}  // namespace
}  // namespace nightjar::network
