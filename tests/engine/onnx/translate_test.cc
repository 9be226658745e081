// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Foreign operators, and forms that are written out as other operators.
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

/// A model of one node of com.microsoft.
ModelDraft microsoft(const std::string& type, const std::vector<std::string>& inputs,
                     const std::vector<std::string>& outputs) {
  ModelDraft draft(17);
  draft.import("com.microsoft", 1);
  draft.node(type, inputs, outputs).set_domain("com.microsoft");
  draft.graph().mutable_node(0)->set_name("node");
  for (const std::string& output : outputs) {
    if (!output.empty()) draft.output(output);
  }
  return draft;
}

wire::NodeProto& node_of(ModelDraft& draft) { return *draft.graph().mutable_node(0); }

TEST(Translate, ActivationsWithABias) {
  for (const char* type : {"BiasGelu", "FastGelu"}) {
    ModelDraft draft = microsoft(type, {"x", "bias"}, {"y"});
    draft.input("x", {"N", "4"});
    draft.input("bias", {"4"});
    EXPECT_EQ(op_types(draft.network()), "Add Gelu");
  }
  ModelDraft quick = microsoft("QuickGelu", {"x"}, {"y"});
  quick.input("x", {"N", "4"});
  EXPECT_EQ(op_types(quick.network()), "Swish");
}

TEST(Translate, NormalisationsOfSums) {
  ModelDraft draft = microsoft("SkipLayerNormalization", {"x", "skip", "scale", "bias", "more"},
                               {"y", "mean", "deviation", "sum"});
  draft.input("x", {"N", "3", "8"});
  draft.input("skip", {"N", "3", "8"});
  for (const char* name : {"scale", "bias", "more"}) draft.floats(name, {8});
  const auto network = draft.network();
  EXPECT_EQ(op_types(network), "Add Add LayerNormalization");
  EXPECT_EQ(output_desc(network, 1), "float32[Nx3x1]");
  EXPECT_EQ(output_desc(network, 3), "float32[Nx3x8]");

  ModelDraft simple = microsoft("SkipSimplifiedLayerNormalization", {"x", "skip", "scale"}, {"y"});
  simple.input("x", {"N", "8"});
  simple.input("skip", {"N", "8"});
  simple.floats("scale", {8});
  EXPECT_EQ(op_types(simple.network()), "Add RMSNormalization");
}

TEST(Translate, OutputsWithoutANameAreOfNoConsequence) {
  ModelDraft embed =
      microsoft("EmbedLayerNormalization", {"ids", "", "words", "places", "", "scale", "bias"},
                {"y", "", "sum"});
  embed.input("ids", {"N", "5"}, 6);
  embed.floats("words", {100, 8});
  embed.floats("places", {16, 8});
  for (const char* name : {"scale", "bias"}) embed.floats(name, {8});
  const auto embedded = embed.network();
  EXPECT_EQ(output_desc(embedded, 0), "float32[Nx5x8]");
  EXPECT_EQ(output_desc(embedded, 1), "float32[Nx5x8]");

  const auto simple = [](const std::vector<std::string>& outputs) {
    ModelDraft draft =
        microsoft("SkipSimplifiedLayerNormalization", {"x", "skip", "scale"}, outputs);
    draft.input("x", {"N", "8"});
    draft.input("skip", {"N", "8"});
    draft.floats("scale", {8});
    return draft;
  };
  EXPECT_EQ(output_desc(simple({"y", "", "", "sum"}).network(), 1), "float32[Nx8]");
  EXPECT_EQ(output_desc(simple({"", "", "", "sum"}).network()), "float32[Nx8]");
  // A mean that is not computed must not be some other tensor.
  EXPECT_NE(simple({"y", "mean", "", "sum"}).refusal().find("output 1 is not supported"),
            std::string::npos);
}

TEST(Translate, ScalarsAndAbsentInputsWhereAttentionWantsHeadsAreRefused) {
  ModelDraft rotary = microsoft("RotaryEmbedding", {"x", "first", "cos", "sin"}, {"y"});
  rotary.input("x", {});
  rotary.input("first", {"1"}, 7);
  rotary.input("cos", {});
  rotary.input("sin", {});
  EXPECT_FALSE(rotary.refusal().empty());

  ModelDraft grouped = microsoft("GroupQueryAttention", {"q"}, {"y"});
  grouped.input("q", {});
  set_int(node_of(grouped), "num_heads", INT64_MAX);
  set_int(node_of(grouped), "kv_num_heads", INT64_MAX);
  EXPECT_FALSE(grouped.refusal().empty());
  ModelDraft scalar = microsoft("GroupQueryAttention", {"q"}, {"y"});
  scalar.input("q", {});
  set_int(node_of(scalar), "num_heads", 2);
  set_int(node_of(scalar), "kv_num_heads", 1);
  EXPECT_NE(scalar.refusal().find("input 0 has no axes"), std::string::npos);

  ModelDraft projected = microsoft("Attention", {"x"}, {"y"});
  projected.input("x", {"N", "S", "8"});
  set_int(node_of(projected), "num_heads", 2);
  set_ints(node_of(projected), "qkv_hidden_sizes", {8, 8, 8});
  EXPECT_NE(projected.refusal().find("input 1 is missing"), std::string::npos);

  ModelDraft biased = microsoft("MultiHeadAttention", {"q", "k", "v", "bias"}, {"y"});
  for (const char* name : {"q", "k", "v"}) biased.input(name, {});
  biased.floats("bias", {24});
  set_int(node_of(biased), "num_heads", 2);
  EXPECT_NE(biased.refusal().find("input 0 has no axes"), std::string::npos);
}

TEST(Translate, AttentionOfStringsOrForNobodyIsRefused) {
  ModelDraft strings = microsoft("MultiHeadAttention", {"q", "k", "v", "", "mask"}, {"y"});
  for (const char* name : {"q", "k", "v"}) strings.input(name, {"N", "3", "8"}, 8);
  strings.input("mask", {"N", "3"}, 6);
  set_int(node_of(strings), "num_heads", 2);
  EXPECT_FALSE(strings.refusal().empty());

  ModelDraft unread = microsoft("MultiHeadAttention", {"q", "k", "v"}, {});
  for (const char* name : {"q", "k", "v"}) unread.input(name, {"N", "3", "8"});
  set_int(node_of(unread), "num_heads", 2);
  EXPECT_NE(unread.refusal().find("has no output with a name"), std::string::npos);
}

TEST(Translate, EmbeddingsAreLookedUpAndSummed) {
  ModelDraft draft =
      microsoft("EmbedLayerNormalization",
                {"ids", "segments", "words", "places", "kinds", "scale", "bias"}, {"y"});
  draft.input("ids", {"N", "5"}, 6);
  draft.input("segments", {"N", "5"}, 6);
  draft.floats("words", {100, 8});
  draft.floats("places", {16, 8});
  draft.floats("kinds", {2, 8});
  for (const char* name : {"scale", "bias"}) draft.floats(name, {8});
  EXPECT_EQ(output_desc(draft.network()), "float32[Nx5x8]");
}

TEST(Translate, BatchAxesOfAProductMayStandInside) {
  ModelDraft draft = microsoft("FusedMatMul", {"a", "b"}, {"y"});
  draft.input("a", {"4", "N", "8"});
  draft.input("b", {"N", "8", "5"});
  set_int(node_of(draft), "transBatchA", 1);
  const auto network = draft.network();
  EXPECT_EQ(op_types(network), "Transpose nightjar::FusedGemm");
  EXPECT_EQ(output_desc(network), "float32[Nx4x5]");
}

TEST(Translate, AttentionWithItsProjection) {
  ModelDraft draft = microsoft("Attention", {"x", "weights", "bias", "lengths"}, {"y"});
  draft.input("x", {"N", "S", "8"});
  draft.floats("weights", {8, 24});
  draft.floats("bias", {24});
  draft.input("lengths", {"N"}, 6);
  set_int(node_of(draft), "num_heads", 2);
  EXPECT_EQ(output_desc(draft.network()), "float32[NxSx8]");

  ModelDraft past = microsoft("Attention", {"x", "weights", "", "", "past"}, {"y", "present"});
  past.input("x", {"N", "S", "8"});
  past.floats("weights", {8, 24});
  past.input("past", {"2", "N", "2", "P", "4"});
  set_int(node_of(past), "num_heads", 2);
  set_int(node_of(past), "unidirectional", 1);
  EXPECT_EQ(output_desc(past.network(), 1), "float32[2xNx2x(P + S)x4]");
}

TEST(Translate, MultiHeadAttentionInItsForms) {
  ModelDraft apart = microsoft("MultiHeadAttention", {"q", "k", "v", "bias"}, {"y"});
  apart.input("q", {"N", "S", "8"});
  apart.input("k", {"N", "T", "8"});
  apart.input("v", {"N", "T", "12"});
  apart.floats("bias", {28});
  set_int(node_of(apart), "num_heads", 2);
  EXPECT_EQ(output_desc(apart.network()), "float32[NxSx12]");

  ModelDraft packed = microsoft("MultiHeadAttention", {"qkv"}, {"y"});
  packed.input("qkv", {"N", "S", "2", "3", "4"});
  set_int(node_of(packed), "num_heads", 2);
  EXPECT_EQ(output_desc(packed.network()), "float32[NxSx8]");

  ModelDraft masked = microsoft("MultiHeadAttention", {"q", "k", "v", "", "mask", "", "pk", "pv"},
                                {"y", "kk", "vv"});
  masked.input("q", {"N", "S", "8"});
  masked.input("k", {"N", "2", "T", "4"});
  masked.input("v", {"N", "2", "T", "4"});
  masked.input("mask", {"N", "7"}, 6);
  masked.input("pk", {"N", "2", "P", "4"});
  masked.input("pv", {"N", "2", "P", "4"});
  set_int(node_of(masked), "num_heads", 2);
  EXPECT_EQ(output_desc(masked.network(), 1), "float32[Nx2x(P + T)x4]");
}

TEST(Translate, RotaryEmbeddingFromAFirstPosition) {
  ModelDraft draft = microsoft("RotaryEmbedding", {"x", "first", "cos", "sin"}, {"y"});
  draft.input("x", {"N", "S", "16"});
  draft.input("first", {"1"}, 7);
  draft.floats("cos", {32, 4});
  draft.floats("sin", {32, 4});
  EXPECT_EQ(output_desc(draft.network()), "float32[NxSx16]");
}

TEST(Translate, BatchNormalisationInTraining) {
  ModelDraft draft(15);
  draft.input("x", {"N", "3", "4"});
  for (const char* name : {"scale", "bias", "mean", "var"}) draft.floats(name, {3});
  set_int(draft.node("BatchNormalization", {"x", "scale", "bias", "mean", "var"},
                     {"y", "running_mean", "running_var"}),
          "training_mode", 1);
  for (const char* name : {"y", "running_mean", "running_var"}) draft.output(name);
  const auto network = draft.network();
  EXPECT_EQ(output_desc(network, 0), "float32[Nx3x4]");
  EXPECT_EQ(output_desc(network, 1), "float32[3]");
}

TEST(Translate, TheAxisOfATransformBecomesAnInput) {
  ModelDraft draft(17);
  draft.input("x", {"N", "10", "6", "1"});
  set_int(draft.node("DFT", {"x"}, {"y"}), "onesided", 1);
  draft.output("y");
  EXPECT_EQ(output_desc(draft.network()), "float32[Nx6x6x2]");
}

}  // namespace
}  // namespace nightjar::onnx
