// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One case or two for each family of shape rules, and what it refuses.
#include "engine/network/shape_rule.h"
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N"), kT = Dim::symbol("T");

TEST(OperatorRules, TheListIsSortedAndNamesDomains) {
  const auto names = known_operators();
  EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
  for (const char* name : {"Conv", "LSTM", "nightjar::FusedConv", "nightjar::Reformat"}) {
    EXPECT_TRUE(std::binary_search(names.begin(), names.end(), name)) << name;
  }
  EXPECT_EQ(find_shape_rule("", "NoSuchOperator"), nullptr);
  EXPECT_EQ(find_shape_rule("nightjar", "Conv"), nullptr);
}

TEST(OperatorRules, Broadcasting) {
  EXPECT_EQ(to_string(broadcast({kN, 1, 5}, {3, 1}).value()), "Nx3x5");
  EXPECT_EQ(to_string(broadcast({kN}, {kT}).value()), "(max(N, T))");
  const auto refused = broadcast({2, 3}, {4});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("2x3 and 4"), std::string::npos);
}

TEST(OperatorRules, PointwiseChecksTypes) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4}), i = draft.input("i", {4}, DataType::kInt64);
  EXPECT_EQ(draft.desc(draft.op("Equal", {x, draft.weights({1})})), "bool[Nx4]");
  EXPECT_NE(draft.refusal("Add", {x, i}).find("input 1 is int64, but input 0 is float32"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Sqrt", {i}).find("a floating type is wanted"), std::string::npos);
  EXPECT_NE(draft.refusal("Not", {x}).find("bool is wanted"), std::string::npos);
  EXPECT_EQ(draft.desc(draft.op("Pow", {x, i})), "float32[Nx4]");
  EXPECT_NE(draft.refusal("Clip", {x, draft.weights({4})}).find("one number is wanted"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Cast", {x}, {{"to", number(99)}}).find("'to' is 99"), std::string::npos);
}

TEST(OperatorRules, MatrixProducts) {
  Draft draft;
  const TensorId a = draft.input("a", {kN, 1, kT, 64}), b = draft.input("b", {12, 64, 7});
  EXPECT_EQ(draft.shape(draft.op("MatMul", {a, b})), "Nx12xTx7");
  EXPECT_EQ(draft.shape(draft.op("MatMul", {draft.weights({64}), b})), "12x7");
  EXPECT_EQ(draft.shape(draft.op("MatMul", {draft.weights({64}), draft.weights({64})})), "scalar");
  EXPECT_NE(draft.refusal("MatMul", {b, b}).find("cannot be multiplied"), std::string::npos);
  const TensorId row = draft.input("row", {kN, 64});
  EXPECT_EQ(draft.shape(draft.op("Gemm", {row, draft.weights({10, 64}), draft.weights({10})},
                                 {{"transB", number(1)}})),
            "Nx10");
  EXPECT_NE(draft.refusal("Gemm", {row, draft.weights({64, 10}), draft.weights({3})})
                .find("does not broadcast"),
            std::string::npos);
}

TEST(OperatorRules, Reductions) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, 5});
  EXPECT_EQ(draft.shape(draft.op("ReduceMean", {x, draft.integers({-1})})), "Nx4x1");
  EXPECT_EQ(draft.shape(draft.op("ReduceMax", {x}, {{"keepdims", number(0)}})), "scalar");
  EXPECT_EQ(draft.shape(draft.op("ReduceSum", {x}, {{"noop_with_empty_axes", number(1)}})),
            "Nx4x5");
  EXPECT_EQ(draft.desc(draft.op("ArgMax", {x}, {{"axis", number(2)}, {"keepdims", number(0)}})),
            "int64[Nx4]");
  EXPECT_NE(draft.refusal("ReduceMean", {x, draft.integers({3})}).find("axis 3 is outside"),
            std::string::npos);
  EXPECT_NE(draft.refusal("ReduceMean", {x, draft.integers({1, -2})}).find("named twice"),
            std::string::npos);
}

TEST(OperatorRules, Movement) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, 6});
  EXPECT_EQ(draft.shape(draft.op("Transpose", {x})), "6x4xN");
  EXPECT_EQ(draft.shape(draft.op("Tile", {x, draft.integers({1, 2, 3})})), "Nx8x18");
  EXPECT_EQ(draft.shape(draft.op("Flatten", {x}, {{"axis", number(-1)}})), "(4*N)x6");
  const auto parts = draft.ops("Split", {x}, {{"axis", number(2)}, {"num_outputs", number(4)}}, 4);
  EXPECT_EQ(draft.shape(parts[0]), "Nx4x2");
  EXPECT_EQ(draft.shape(parts[3]), "Nx4x0");
  EXPECT_NE(draft.refusal("Split", {x, draft.integers({1, 2})}, {{"axis", number(2)}}, 2)
                .find("sum of the parts"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Transpose", {x}, {{"perm", Ints{0, 1}}}).find("'perm' has 2 axes"),
            std::string::npos);
  const TensorId y = draft.input("y", {kN, 5, 6});
  EXPECT_EQ(draft.shape(draft.op("Concat", {x, y}, {{"axis", number(1)}})), "Nx9x6");
  EXPECT_NE(draft.refusal("Concat", {x, y}, {{"axis", number(0)}}).find("4 and 5"),
            std::string::npos);
  EXPECT_EQ(draft.shape(draft.op("Squeeze", {draft.input("z", {1, kN, 1}), draft.integers({-1})})),
            "1xN");
  EXPECT_NE(draft.refusal("Squeeze", {x, draft.integers({1})}).find("is not 1"), std::string::npos);
  const TensorId image = draft.input("image", {kN, 8, 3, 3});
  EXPECT_EQ(draft.shape(draft.op("DepthToSpace", {image}, {{"blocksize", number(2)}})), "Nx2x6x6");
  EXPECT_NE(draft.refusal("SpaceToDepth", {image}, {{"blocksize", number(2)}}).find("divide by 2"),
            std::string::npos);
}

TEST(OperatorRules, GatherAndScatter) {
  Draft draft;
  const TensorId table = draft.input("table", {30, 16});
  const TensorId words = draft.input("words", {kN, kT}, DataType::kInt64);
  EXPECT_EQ(draft.shape(draft.op("Gather", {table, words})), "NxTx16");
  EXPECT_NE(draft.refusal("Gather", {table, table}).find("int64 or int32"), std::string::npos);
  const TensorId shape = draft.op("Shape", {table});
  EXPECT_NE(draft.refusal("Gather", {shape, draft.integer(2)}).find("index 2 is outside"),
            std::string::npos);
  const TensorId pairs = draft.input("pairs", {kN, 2}, DataType::kInt64);
  EXPECT_EQ(draft.shape(draft.op("GatherND", {table, pairs})), "N");
  EXPECT_EQ(draft.shape(draft.op("ScatterND", {table, pairs, draft.input("u", {kN})})), "30x16");
  EXPECT_NE(draft.refusal("ScatterND", {table, pairs, draft.input("v", {kN, 3})})
                .find("wanted and given updates"),
            std::string::npos);
  EXPECT_EQ(draft.shape(draft.op("OneHot", {words, draft.integer(9), draft.floats({0, 1})})),
            "NxTx9");
  const auto best = draft.ops("TopK", {table, draft.integers({5})}, {}, 2);
  EXPECT_EQ(draft.desc(best[1]), "int64[30x5]");
  EXPECT_NE(draft.refusal("TopK", {table, draft.integers({17})}, {}, 2).find("17 of 16"),
            std::string::npos);
}

TEST(OperatorRules, RecurrentCells) {
  Draft draft;
  const TensorId x = draft.input("x", {kT, kN, 8});
  const TensorId w = draft.weights({2, 40, 8}), r = draft.weights({2, 40, 10});
  const auto outputs = draft.ops("LSTM", {x, w, r}, {{"direction", word("bidirectional")}}, 3);
  EXPECT_EQ(draft.shape(outputs[0]), "Tx2xNx10");
  EXPECT_EQ(draft.shape(outputs[2]), "2xNx10");
  EXPECT_NE(draft.refusal("LSTM", {x, w, r}).find("W and its shape"), std::string::npos);
  EXPECT_NE(draft.refusal("GRU", {x, w, r}, {{"direction", word("sideways")}}).find("'sideways'"),
            std::string::npos);
}

TEST(OperatorRules, Normalisations) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 8, kT});
  const TensorId c = draft.weights({8});
  EXPECT_EQ(draft.shape(draft.op("BatchNormalization", {x, c, c, c, c})), "Nx8xT");
  EXPECT_NE(draft.refusal("BatchNormalization", {x, c, c, c, draft.weights({7})}).find("input 4"),
            std::string::npos);
  const auto outputs = draft.ops("LayerNormalization", {x, c}, {{"axis", number(1)}}, 3);
  EXPECT_EQ(draft.shape(outputs[1]), "Nx1x1");
  EXPECT_NE(draft.refusal("GroupNormalization", {x, c, c}, {{"num_groups", number(3)}})
                .find("do not split"),
            std::string::npos);
  EXPECT_NE(draft.refusal("Softmax", {x}, {{"axis", number(3)}}).find("axis 3"), std::string::npos);
}

TEST(OperatorRules, QuantisedTypes) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 8});
  const TensorId scale = draft.weights({});
  const TensorId zero = draft.weights({}, DataType::kInt8);
  const TensorId q = draft.op("QuantizeLinear", {x, scale, zero});
  EXPECT_EQ(draft.desc(q), "int8[Nx8]");
  EXPECT_EQ(draft.desc(draft.op("DequantizeLinear", {q, scale, zero})), "float32[Nx8]");
  EXPECT_NE(draft.refusal("QuantizeLinear", {x, draft.weights({3})}).find("scales and the axis"),
            std::string::npos);
}

TEST(FusedRules, FollowWhatTheyAreMadeOf) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, 8, 8});
  const TensorId w = draft.weights({6, 4, 3, 3}), b = draft.weights({6});
  const TensorId y = draft.op("nightjar::FusedConv", {x, w, b}, {{"activation", word("silu")}});
  EXPECT_EQ(draft.shape(y), "Nx6x6x6");
  EXPECT_EQ(draft.desc(draft.op("nightjar::FusedConv", {x, w, kAbsent, y}, {{"to", number(16)}})),
            "bfloat16[Nx6x6x6]");
  EXPECT_NE(draft.refusal("nightjar::FusedConv", {x, w, b, x}).find("output and residual"),
            std::string::npos);
  EXPECT_NE(draft.refusal("nightjar::FusedConv", {x, w}, {{"activation", word("softmax")}})
                .find("no known activation"),
            std::string::npos);
  const TensorId a = draft.input("a", {kN, kT, 16});
  EXPECT_EQ(
      draft.shape(draft.op("nightjar::FusedGemm", {a, draft.weights({32, 16}), draft.weights({32})},
                           {{"transB", number(1)}, {"activation", word("gelu")}})),
      "NxTx32");
  EXPECT_EQ(draft.shape(draft.op("nightjar::Pointwise", {x, draft.weights({4, 1, 1})},
                                 {{"expression", word("x0 * x1")}})),
            "Nx4x8x8");
  EXPECT_NE(draft.refusal("nightjar::Pointwise", {x}).find("'expression' is empty"),
            std::string::npos);
}

TEST(FusedRules, AttentionAndReformat) {
  Draft draft;
  const TensorId q = draft.input("q", {kN, 12, kT, 64}), v = draft.input("v", {kN, 12, kT, 32});
  EXPECT_EQ(draft.shape(draft.op("nightjar::Attention", {q, q, v})), "Nx12xTx32");
  EXPECT_NE(draft.refusal("nightjar::Attention", {q, draft.input("k", {kN, 12, kT, 48}), v})
                .find("queries and keys"),
            std::string::npos);
  const TensorId x = draft.input("x", {kN, 24, 8, 8});
  EXPECT_EQ(
      draft.desc(draft.op("nightjar::Reformat", {x}, {{"layout", number(1)}, {"to", number(16)}})),
      "bfloat16[Nx24x8x8] channels_last");
  EXPECT_NE(draft.refusal("nightjar::Reformat", {x}, {{"layout", number(2)}}).find("does not fit"),
            std::string::npos);
}

TEST(OperatorRules, RefusesHugeShapes) {
  Draft draft;
  EXPECT_NE(
      draft.refusal("ConstantOfShape", {draft.integers({INT64_MAX, INT64_MAX})}).find("extent"),
      std::string::npos);
  const int64_t wide = int64_t{1} << 39;
  EXPECT_NE(draft.refusal("ConstantOfShape", {draft.integers({wide, wide})}).find("overflows"),
            std::string::npos);
  EXPECT_NE(draft.refusal("ConstantOfShape", {draft.integers({-3})}).find("-3"), std::string::npos);
}

}  // namespace
}  // namespace nightjar::network
