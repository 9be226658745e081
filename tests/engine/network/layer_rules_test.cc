// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Shape rules of attention, losses, signals and random numbers.
#include "tests/engine/network/draft.h"

namespace nightjar::network {
namespace {

const Dim kN = Dim::symbol("N"), kS = Dim::symbol("S"), kT = Dim::symbol("T");

TEST(LayerRules, AttentionWithFourAxes) {
  Draft draft;
  const TensorId q = draft.input("q", {kN, 8, kS, 16}), k = draft.input("k", {kN, 2, kT, 16});
  const TensorId v = draft.input("v", {kN, 2, kT, 24});
  const TensorId past_k = draft.input("pk", {kN, 2, 3, 16}),
                 past_v = draft.input("pv", {kN, 2, 3, 24});
  const auto outputs = draft.ops("Attention", {q, k, v, kAbsent, past_k, past_v}, {}, 4);
  EXPECT_EQ(draft.shape(outputs[0]), "Nx8xSx24");
  EXPECT_EQ(draft.shape(outputs[1]), "Nx2x(3 + T)x16");
  EXPECT_EQ(draft.shape(outputs[2]), "Nx2x(3 + T)x24");
  EXPECT_EQ(draft.shape(outputs[3]), "Nx8xSx(3 + T)");
  const TensorId odd = draft.input("odd", {kN, 3, kT, 16});
  EXPECT_NE(draft.refusal("Attention", {q, odd, odd}).find("cannot be shared"), std::string::npos);
  const TensorId shallow = draft.input("shallow", {kN, 2, kT, 8});
  EXPECT_NE(draft.refusal("Attention", {q, shallow, v}).find("queries and keys differ"),
            std::string::npos);
}

TEST(LayerRules, MaskAndLengthsOfAttentionHaveAxes) {
  Draft draft;
  const TensorId q = draft.input("q", {2, 2, kS, 16}), kv = draft.input("kv", {2, 2, kT, 16});
  const auto mask = [&](Shape shape) { return draft.input("m", std::move(shape)); };
  const auto lengths = [&](Shape shape) {
    return draft.input("l", std::move(shape), DataType::kInt64);
  };
  const auto refusal = [&](TensorId masked, TensorId counted) {
    return draft.refusal("Attention", {q, kv, kv, masked, kAbsent, kAbsent, counted});
  };
  draft.op("Attention", {q, kv, kv, mask({kS, kT}), kAbsent, kAbsent, lengths({2})});
  EXPECT_NE(refusal(mask({}), lengths({2})), "");
  EXPECT_NE(refusal(mask({1, 1, 1, kS, kT}), lengths({2})), "");
  EXPECT_NE(refusal(mask({kS, kT}), lengths({})), "");
  EXPECT_NE(refusal(mask({kS, kT}), lengths({2, 1})), "");
  EXPECT_NE(refusal(mask({kS, kT}), lengths({3})), "");
}

TEST(LayerRules, AttentionWithHeadsInTheLastAxis) {
  Draft draft;
  const TensorId q = draft.input("q", {kN, kS, 64}), kv = draft.input("kv", {kN, kT, 32});
  const TensorId y =
      draft.op("Attention", {q, kv, kv}, {{"q_num_heads", number(4)}, {"kv_num_heads", number(2)}});
  EXPECT_EQ(draft.shape(y), "NxSx64");
  EXPECT_NE(draft.refusal("Attention", {q, kv, kv}, {{"q_num_heads", number(5)}})
                .find("'q_num_heads' is 5"),
            std::string::npos);
}

TEST(LayerRules, RotaryEmbedding) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, kS, 8}), table = draft.input("table", {50, 4});
  const TensorId places = draft.input("places", {kN, kS}, DataType::kInt64);
  EXPECT_EQ(draft.shape(draft.op("RotaryEmbedding", {x, table, table, places})), "Nx4xSx8");
  EXPECT_NE(draft.refusal("RotaryEmbedding", {x, table, table}).find("rank"), std::string::npos);
  EXPECT_NE(draft
                .refusal("RotaryEmbedding", {x, table, table, places},
                         {{"rotary_embedding_dim", number(3)}})
                .find("'rotary_embedding_dim' is 3"),
            std::string::npos);
}

TEST(LayerRules, LayersWithAState) {
  Draft draft;
  const TensorId q = draft.input("q", {kN, kT, 32}), v = draft.input("v", {kN, kT, 24});
  const TensorId k = draft.input("k", {kN, kT, 16});
  const NamedValues heads = {{"q_num_heads", number(4)}, {"kv_num_heads", number(2)}};
  const auto linear = draft.ops("LinearAttention", {q, k, v}, heads, 2);
  EXPECT_EQ(draft.shape(linear[0]), "NxTx48");
  EXPECT_EQ(draft.shape(linear[1]), "Nx2x8x12");
  const TensorId x = draft.input("x", {kN, 6, kT}), w = draft.weights({6, 1, 4});
  const auto conv = draft.ops("CausalConvWithState", {x, w}, {}, 2);
  EXPECT_EQ(draft.shape(conv[0]), "Nx6xT");
  EXPECT_EQ(draft.shape(conv[1]), "Nx6x3");
  EXPECT_NE(draft.refusal("CausalConvWithState", {x, w}, {{"activation", word("relu")}})
                .find("'activation' is 'relu'"),
            std::string::npos);
}

TEST(LayerRules, Losses) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 5, kT});
  const TensorId target = draft.input("target", {kN, kT}, DataType::kInt64);
  EXPECT_EQ(draft.shape(draft.op("NegativeLogLikelihoodLoss", {x, target})), "scalar");
  const auto outputs =
      draft.ops("SoftmaxCrossEntropyLoss", {x, target}, {{"reduction", word("none")}}, 2);
  EXPECT_EQ(draft.shape(outputs[0]), "NxT");
  EXPECT_EQ(draft.shape(outputs[1]), "Nx5xT");
  EXPECT_NE(draft.refusal("NegativeLogLikelihoodLoss", {x, target, draft.weights({4})})
                .find("weights and classes differ"),
            std::string::npos);
  EXPECT_NE(draft.refusal("NegativeLogLikelihoodLoss", {x, x}).find("int32 or int64"),
            std::string::npos);
}

TEST(LayerRules, Transforms) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 10, 1});
  EXPECT_EQ(draft.shape(draft.op("DFT", {x})), "Nx10x2");
  EXPECT_EQ(draft.shape(draft.op("DFT", {x, draft.integer(7)}, {{"onesided", number(1)}})),
            "Nx4x2");
  const TensorId half = draft.input("half", {kN, 6, 2});
  EXPECT_EQ(draft.shape(draft.op("DFT", {half}, {{"onesided", number(1)}, {"inverse", number(1)}})),
            "Nx10x1");
  EXPECT_NE(draft.refusal("DFT", {x, kAbsent, draft.integer(2)}).find("imaginary"),
            std::string::npos);
  const TensorId signal = draft.input("signal", {kN, 128, 1});
  EXPECT_EQ(draft.shape(draft.op("STFT", {signal, draft.integer(8), kAbsent, draft.integer(16)})),
            "Nx15x9x2");
  EXPECT_NE(draft.refusal("STFT", {signal, draft.integer(8)}).find("a window or the length"),
            std::string::npos);
  EXPECT_EQ(draft.desc(draft.op("HannWindow", {draft.integer(9)})), "float32[9]");
  EXPECT_EQ(
      draft.desc(draft.op("BlackmanWindow", {draft.integer(9)}, {{"output_datatype", number(11)}})),
      "float64[9]");
}

TEST(LayerRules, RandomNumbersAndUnitMatrices) {
  Draft draft;
  EXPECT_EQ(
      draft.desc(draft.op("RandomNormal", {}, {{"shape", Ints{2, 3}}, {"dtype", number(11)}})),
      "float64[2x3]");
  EXPECT_NE(draft.refusal("RandomUniform", {}).find("'shape' is missing"), std::string::npos);
  const TensorId x = draft.input("x", {kN, 4});
  EXPECT_EQ(draft.desc(draft.op("RandomUniformLike", {x})), "float32[Nx4]");
  EXPECT_EQ(draft.desc(draft.op("Bernoulli", {x}, {{"dtype", number(9)}})), "bool[Nx4]");
  EXPECT_EQ(draft.desc(draft.op("Multinomial", {x}, {{"sample_size", number(7)}})), "int32[Nx7]");
  EXPECT_EQ(draft.desc(draft.op("EyeLike", {x}, {{"dtype", number(7)}})), "int64[Nx4]");
  EXPECT_NE(draft.refusal("RandomUniformLike", {x}, {{"dtype", number(6)}}).find("int32"),
            std::string::npos);
}

TEST(LayerRules, SquareMatrices) {
  Draft draft;
  const TensorId x = draft.input("x", {kN, 4, 4});
  EXPECT_EQ(draft.shape(draft.op("Det", {x})), "N");
  EXPECT_EQ(draft.shape(draft.op("com.microsoft::Inverse", {x})), "Nx4x4");
  EXPECT_NE(draft.refusal("Det", {draft.weights({2, 3})}).find("rows and columns differ"),
            std::string::npos);
}

}  // namespace
}  // namespace nightjar::network
