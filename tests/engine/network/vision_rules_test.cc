// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Vision, selection and string operators: what they give, and what their rules refuse.
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N"), kR = Dim::symbol("R");

TEST(VisionRules, GridsGiveTheirPlaces) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 3, 8, 9}), grid = draft.input("grid", {kN, 5, 6, 2});
  EXPECT_EQ(draft.shape(draft.op("GridSample", {x, grid})), "Nx3x5x6");
  const TensorId deep = draft.input("deep", {kN, 5, 6, 3});
  EXPECT_NE(draft.refusal("GridSample", {x, deep}).find("coordinates"), std::string::npos);
  const TensorId theta = draft.input("theta", {kN, 2, 3});
  EXPECT_EQ(draft.shape(draft.op("AffineGrid", {theta, draft.integers({1, 3, 5, 6})})), "Nx5x6x2");
  EXPECT_NE(draft.refusal("AffineGrid", {theta, draft.integers({1, 3, 5, 6, 7})}).find("rows"),
            std::string::npos);
}

TEST(VisionRules, RegionsKeepTheirNumber) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 3, 8, 9});
  const TensorId rois = draft.input("rois", {kR, 4});
  const TensorId batches = draft.input("batches", {kR}, DataType::kInt64);
  EXPECT_EQ(draft.shape(draft.op("RoiAlign", {x, rois, batches},
                                 {{"output_height", number(7)}, {"output_width", number(5)}})),
            "Rx3x7x5");
  const TensorId numbered = draft.input("numbered", {kR, 5});
  EXPECT_EQ(draft.shape(draft.op("MaxRoiPool", {x, numbered}, {{"pooled_shape", Ints{2, 3}}})),
            "Rx3x2x3");
  EXPECT_NE(draft.refusal("MaxRoiPool", {x, numbered}).find("pooled_shape"), std::string::npos);
}

TEST(VisionRules, FoldingAndUnpooling) {
  Draft draft;
  const TensorId columns = draft.input("columns", {kN, 12, 20});
  const TensorId image = draft.integers({5, 6}), block = draft.integers({2, 2});
  EXPECT_EQ(draft.shape(draft.op("Col2Im", {columns, image, block})), "Nx3x5x6");
  EXPECT_NE(draft.refusal("Col2Im", {columns, image, draft.integers({5, 5})}).find("whole blocks"),
            std::string::npos);
  const TensorId pooled = draft.input("pooled", {kN, 3, 2, 2});
  const TensorId places = draft.input("places", {kN, 3, 2, 2}, DataType::kInt64);
  const NamedValues window = {{"kernel_shape", Ints{2, 2}}, {"strides", Ints{2, 2}}};
  EXPECT_EQ(draft.shape(draft.op("MaxUnpool", {pooled, places}, window)), "Nx3x4x4");
  EXPECT_EQ(
      draft.shape(draft.op("MaxUnpool", {pooled, places, draft.integers({1, 3, 5, 5})}, window)),
      "1x3x5x5");
}

TEST(VisionRules, BentConvolutions) {
  Draft draft;
  const TensorId x = draft.input("x", {1, 4, 5, 5}), w = draft.weights({6, 4, 3, 3});
  const TensorId offsets = draft.input("offsets", {1, 18, 3, 3});
  EXPECT_EQ(draft.shape(draft.op("DeformConv", {x, w, offsets})), "1x6x3x3");
  EXPECT_NE(draft.refusal("DeformConv", {x, w, draft.input("few", {1, 9, 3, 3})}).find("offsets"),
            std::string::npos);
}

TEST(VisionRules, CentresAndSequences) {
  Draft draft;
  const TensorId x = draft.input("x", {10, kN, 3});
  EXPECT_EQ(
      draft.shape(draft.op("CenterCropPad", {x, draft.integers({8, 9})}, {{"axes", Ints{0, -1}}})),
      "8xNx9");
  EXPECT_NE(draft.refusal("CenterCropPad", {x, draft.integers({8})}).find("1 extents for 3 axes"),
            std::string::npos);
  const TensorId lengths = draft.input("lengths", {kN}, DataType::kInt64);
  EXPECT_EQ(draft.shape(draft.op("ReverseSequence", {x, lengths})), "10xNx3");
  EXPECT_NE(
      draft.refusal("ReverseSequence", {x, lengths}, {{"time_axis", number(2)}}).find("time_axis"),
      std::string::npos);
  const TensorId update = draft.input("update", {10, 2, 3});
  EXPECT_EQ(draft.shape(draft.op("TensorScatter", {x, update})), "10xNx3");
  EXPECT_NE(draft.refusal("TensorScatter", {x, update}, {{"axis", number(0)}}).find("batch"),
            std::string::npos);
}

TEST(SelectionRules, GiveExtentsOfTheirOwn) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4});
  EXPECT_EQ(draft.desc(draft.op("NonZero", {x})).substr(0, 8), "int64[2x");
  const TensorId mask = draft.input("mask", {4}, DataType::kBool);
  const TensorId some = draft.op("Compress", {x, mask}, {{"axis", number(1)}});
  EXPECT_EQ(draft.shape(some).substr(0, 2), "Nx");
  EXPECT_EQ(draft.network.tensor(draft.op("Compress", {x, mask})).desc.shape.size(), 1u);
  EXPECT_NE(draft.refusal("Compress", {x, x}).find("rank"), std::string::npos);
  const auto unique = draft.ops("Unique", {x}, {{"axis", number(0)}}, 4);
  EXPECT_EQ(draft.shape(unique[0]), draft.shape(unique[1]) + "x4");
  EXPECT_EQ(draft.shape(unique[2]), "N");
  EXPECT_EQ(draft.shape(unique[3]), draft.shape(unique[1]));
}

TEST(TextRules, TakeStringsOnly) {
  Draft draft;
  const TensorId text = draft.input("text", {kN}, DataType::kString);
  const TensorId x = draft.input("x", {kN});
  EXPECT_EQ(draft.desc(draft.op("StringConcat", {text, text})), "string[N]");
  EXPECT_EQ(draft.desc(draft.op("RegexFullMatch", {text})), "bool[N]");
  EXPECT_EQ(draft.desc(draft.op("StringNormalizer", {text})), "string[N]");
  EXPECT_EQ(draft.desc(draft.ops("StringSplit", {text}, {}, 2)[1]), "int64[N]");
  EXPECT_NE(draft.refusal("StringSplit", {x}).find("strings are wanted"), std::string::npos);
  EXPECT_EQ(draft.desc(draft.op("TfIdfVectorizer", {text}, {{"ngram_indexes", Ints{0, 4, 2}}})),
            "float32[5]");
  EXPECT_NE(draft.refusal("TfIdfVectorizer", {text}, {{"ngram_indexes", Ints{-1}}}).find("-1"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::network
