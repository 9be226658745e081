// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N"), kH = Dim::symbol("H"), kW = Dim::symbol("W");

TEST(ConvRule, KeepsSymbolsThroughTheWindow) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 3, kH, kW});
  const TensorId y = draft.op("Conv", {x, draft.weights({64, 3, 7, 7}), draft.weights({64})},
                              {{"strides", Ints{2, 2}}, {"pads", Ints{3, 3, 3, 3}}});
  EXPECT_EQ(draft.shape(y), "Nx64x(1 + floordiv(-1 + H, 2))x(1 + floordiv(-1 + W, 2))");
}

TEST(ConvRule, KnownExtents) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 32, 56, 56});
  const TensorId depthwise = draft.op("Conv", {x, draft.weights({32, 1, 3, 3})},
                                      {{"group", number(32)}, {"auto_pad", word("SAME_LOWER")}});
  EXPECT_EQ(draft.shape(depthwise), "Nx32x56x56");
  const TensorId dilated =
      draft.op("Conv", {x, draft.weights({8, 32, 3, 3})}, {{"dilations", Ints{2, 3}}});
  EXPECT_EQ(draft.shape(dilated), "Nx8x52x50");
  const TensorId strided = draft.op("Conv", {x, draft.weights({8, 32, 3, 3})},
                                    {{"auto_pad", word("SAME_UPPER")}, {"strides", Ints{3, 3}}});
  EXPECT_EQ(draft.shape(strided), "Nx8x19x19");
}

TEST(ConvRule, RefusesWhatDoesNotFit) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 3, 8, 8});
  const TensorId w = draft.weights({4, 3, 3, 3});
  EXPECT_NE(draft.refusal("Conv", {x, draft.weights({4, 5, 3, 3})}).find("channels"),
            std::string::npos);
  EXPECT_NE(
      draft.refusal("Conv", {x, draft.weights({4, 3, 9, 9})}).find("the kernel reaches over 9"),
      std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, w}, {{"strides", Ints{0, 1}}}).find("'strides' holds 0"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, w}, {{"pads", Ints{1, 1}}}).find("'pads' has 2 values"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, w, draft.weights({5})}).find("bias"), std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, w}, {{"group", number(0)}}).find("'group' is 0"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, kAbsent}).find("input 1 is missing"), std::string::npos);
  EXPECT_NE(
      draft.refusal("Conv", {x, w}, {{"auto_pad", word("SAME")}}).find("'auto_pad' is 'SAME'"),
      std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, w}, {{"strides", number(2)}}).find("not integers"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Conv", {x, draft.weights({4, 3, 3, 3}, DataType::kFloat16)})
                .find("input 1 is float16"),
            std::string::npos);
}

TEST(ConvTransposeRule, UndoesAStride) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 8, kH, 5});
  const TensorId w = draft.weights({8, 4, 4, 4});
  const TensorId y =
      draft.op("ConvTranspose", {x, w}, {{"strides", Ints{2, 2}}, {"pads", Ints{1, 1, 1, 1}}});
  EXPECT_EQ(draft.shape(y), "Nx4x(2*H)x10");
  const TensorId named =
      draft.op("ConvTranspose", {x, w}, {{"strides", Ints{2, 2}}, {"output_shape", Ints{9, 11}}});
  EXPECT_EQ(draft.shape(named), "Nx4x9x11");
  const TensorId grouped = draft.op("ConvTranspose", {x, w}, {{"group", number(4)}});
  EXPECT_EQ(draft.shape(grouped), "Nx16x(3 + H)x8");
}

TEST(PoolRule, CeilModeStartsNoWindowInThePadding) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, 7, 6});
  const NamedValues window = {
      {"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}, {"ceil_mode", number(1)}};
  EXPECT_EQ(draft.shape(draft.op("MaxPool", {x}, window)), "Nx4x4x3");
  NamedValues padded = window;
  padded.emplace_back("pads", Ints{0, 0, 2, 2});
  EXPECT_EQ(draft.shape(draft.op("AveragePool", {x}, padded)), "Nx4x4x3");
}

TEST(PoolRule, MaxPoolGivesIndicesOnDemand) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, 8, 8});
  const auto outputs = draft.ops("MaxPool", {x}, {{"kernel_shape", Ints{2, 2}}}, 2);
  EXPECT_EQ(draft.desc(outputs[1]), "int64[Nx4x7x7]");
  EXPECT_NE(draft.refusal("AveragePool", {x}, {{"kernel_shape", Ints{2, 2}}}, 2)
                .find("at most 1 are allowed"),
            std::string::npos);
  EXPECT_NE(draft.refusal("MaxPool", {x}, {{"kernel_shape", Ints{2}}}).find("'kernel_shape'"),
            std::string::npos);
}

TEST(PoolRule, GlobalOnesLeaveOneElement) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, kH, kW});
  EXPECT_EQ(draft.shape(draft.op("GlobalAveragePool", {x})), "Nx4x1x1");
}

}  // namespace
}  // namespace nightjar::network
