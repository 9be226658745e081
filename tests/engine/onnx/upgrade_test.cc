// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Old forms come in with their old meaning.
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

/// A model of one node over float inputs of the given extents.
ModelDraft one_node(int64_t opset, const std::string& type,
                    const std::vector<std::vector<std::string>>& inputs) {
  ModelDraft draft(opset);
  std::vector<std::string> names;
  for (const auto& extents : inputs) {
    names.push_back("x" + std::to_string(names.size()));
    draft.input(names.back(), extents);
  }
  draft.node(type, names, {"y"}).set_name("node");
  draft.output("y");
  return draft;
}

wire::NodeProto& node_of(ModelDraft& draft) { return *draft.graph().mutable_node(0); }

const network::Op& only_op(const network::Network& network) {
  EXPECT_EQ(network.op_count(), 1u);
  return network.op(network.topological_order()[0]);
}

std::vector<int64_t> constant_input(const network::Network& network, size_t index) {
  return network.tensor(only_op(network).inputs[index]).constant->to_integers();
}

TEST(Upgrade, AttributesBecomeInputs) {
  ModelDraft reshape = one_node(4, "Reshape", {{"N", "4", "6"}});
  set_ints(node_of(reshape), "shape", {0, -1});
  EXPECT_EQ(output_desc(reshape.network()), "float32[Nx24]");

  ModelDraft squeeze = one_node(11, "Squeeze", {{"N", "1", "6"}});
  set_ints(node_of(squeeze), "axes", {1});
  EXPECT_EQ(output_desc(squeeze.network()), "float32[Nx6]");

  ModelDraft unsqueeze = one_node(11, "Unsqueeze", {{"N", "6"}});
  set_ints(node_of(unsqueeze), "axes", {0, 3});
  EXPECT_EQ(output_desc(unsqueeze.network()), "float32[1xNx6x1]");

  ModelDraft reduce = one_node(17, "ReduceMax", {{"N", "4", "6"}});
  set_ints(node_of(reduce), "axes", {-1});
  EXPECT_EQ(output_desc(reduce.network()), "float32[Nx4x1]");

  ModelDraft slice = one_node(9, "Slice", {{"N", "4", "6"}});
  set_ints(node_of(slice), "starts", {1});
  set_ints(node_of(slice), "ends", {-1});
  set_ints(node_of(slice), "axes", {2});
  EXPECT_EQ(output_desc(slice.network()), "float32[Nx4x4]");

  ModelDraft pad = one_node(1, "Pad", {{"2", "3"}});
  set_ints(node_of(pad), "paddings", {0, 1, 0, 2});
  set_float(node_of(pad), "value", 3.0f);
  EXPECT_EQ(output_desc(pad.network()), "float32[2x6]");
  EXPECT_EQ(constant_input(pad.network(), 2), std::vector<int64_t>{3});

  ModelDraft top = one_node(9, "TopK", {{"N", "9"}});
  set_int(node_of(top), "k", 2);
  EXPECT_EQ(output_desc(top.network()), "float32[Nx2]");

  ModelDraft clip = one_node(6, "Clip", {{"N"}});
  set_float(node_of(clip), "max", 6.0f);
  const network::Network clipped = clip.network();
  EXPECT_EQ(only_op(clipped).inputs[1], network::kAbsent);
  EXPECT_EQ(constant_input(clipped, 2), std::vector<int64_t>{6});
}

TEST(Upgrade, SplitNamesItsParts) {
  ModelDraft draft(11);
  draft.input("x", {"N", "6"});
  auto& node = draft.node("Split", {"x"}, {"a", "b"});
  set_ints(node, "split", {2, 4});
  set_int(node, "axis", 1);
  draft.output("a");
  draft.output("b");
  EXPECT_EQ(output_desc(draft.network(), 1), "float32[Nx4]");
}

TEST(Upgrade, OldSoftmaxFlattens) {
  const ModelDraft whole = one_node(11, "Softmax", {{"N", "4", "6"}});
  EXPECT_EQ(op_types(whole.network()), "Flatten Softmax Shape Reshape");
  EXPECT_EQ(output_desc(whole.network()), "float32[Nx4x6]");
  ModelDraft last = one_node(11, "LogSoftmax", {{"N", "4", "6"}});
  set_int(node_of(last), "axis", 2);
  EXPECT_EQ(op_types(last.network()), "LogSoftmax");
  const ModelDraft modern = one_node(13, "Softmax", {{"N", "4", "6"}});
  EXPECT_EQ(op_types(modern.network()), "Softmax");
}

TEST(Upgrade, EveryOpOfANodeKeepsItsName) {
  const network::Network network = one_node(11, "Softmax", {{"N", "4", "6"}}).network();
  for (const network::OpId id : network.topological_order()) {
    EXPECT_EQ(network.op(id).origins, std::vector<std::string>{"node"});
  }
}

TEST(Upgrade, OldBroadcastsStandAtAnAxis) {
  ModelDraft add = one_node(6, "Add", {{"2", "3", "4", "5"}, {"3", "4"}});
  set_int(node_of(add), "broadcast", 1);
  set_int(node_of(add), "axis", 1);
  EXPECT_EQ(op_types(add.network()), "Unsqueeze Add");
  EXPECT_EQ(output_desc(add.network()), "float32[2x3x4x5]");
  set_int(node_of(add), "unused", 1);
  ModelDraft wrong = one_node(6, "Add", {{"2", "3"}, {"3", "4"}});
  set_int(node_of(wrong), "axis", 1);
  EXPECT_NE(wrong.refusal().find("axis 1 does not fit"), std::string::npos);
  const ModelDraft slope = one_node(6, "PRelu", {{"2", "3", "4", "4"}, {"3"}});
  EXPECT_EQ(op_types(slope.network()), "Unsqueeze PRelu");
}

TEST(Upgrade, UpsampleAndTheFirstResize) {
  ModelDraft upsample = one_node(7, "Upsample", {{"N", "3", "4", "5"}});
  set_floats(node_of(upsample), "scales", {1, 1, 2, 3});
  const network::Network network = upsample.network();
  EXPECT_EQ(op_types(network), "Resize");
  EXPECT_EQ(output_desc(network), "float32[Nx3x8x15]");
  const auto& attributes = only_op(network).attributes;
  EXPECT_EQ(attributes.get_string("coordinate_transformation_mode", ""), "asymmetric");
  EXPECT_EQ(attributes.get_string("nearest_mode", ""), "floor");

  ModelDraft resize(10);
  resize.input("x", {"N", "3", "4", "5"});
  auto& scales = resize.initializer("s", {4}, 1);
  for (const float scale : {1.0f, 1.0f, 0.5f, 2.0f}) scales.add_float_data(scale);
  resize.node("Resize", {"x", "s"}, {"y"});
  resize.output("y");
  EXPECT_EQ(output_desc(resize.network()), "float32[Nx3x2x10]");
  EXPECT_NE(one_node(7, "Upsample", {{"N", "3", "4", "5"}}).refusal().find("has no scales"),
            std::string::npos);
}

TEST(Upgrade, CastByWord) {
  ModelDraft cast = one_node(5, "Cast", {{"N"}});
  set_text(node_of(cast), "to", "DOUBLE");
  EXPECT_EQ(output_desc(cast.network()), "float64[N]");
  ModelDraft wrong = one_node(5, "Cast", {{"N"}});
  set_text(node_of(wrong), "to", "NUMBER");
  EXPECT_NE(wrong.refusal().find("'NUMBER', which is no type"), std::string::npos);
}

TEST(Upgrade, DropoutAndConcatAndSelu) {
  ModelDraft dropout = one_node(10, "Dropout", {{"N"}});
  set_float(node_of(dropout), "ratio", 0.5f);
  EXPECT_TRUE(only_op(dropout.network()).attributes.values().empty());
  const ModelDraft concat = one_node(3, "Concat", {{"N", "2"}, {"N", "3"}});
  EXPECT_EQ(output_desc(concat.network()), "float32[Nx5]");
  const ModelDraft selu = one_node(1, "Selu", {{"N"}});
  EXPECT_EQ(only_op(selu.network()).attributes.get_float("gamma", 0), 1.0507);
}

TEST(Upgrade, NormalisationsOfOldTimes) {
  ModelDraft batch(8);
  batch.input("x", {"N", "4", "6"});
  for (const char* name : {"s", "b", "m", "v"}) batch.floats(name, {4});
  auto& node = batch.node("BatchNormalization", {"x", "s", "b", "m", "v"}, {"y"});
  set_int(node, "spatial", 0);
  batch.output("y");
  EXPECT_NE(batch.refusal().find("spatial = 0"), std::string::npos);
  node.mutable_attribute(0)->set_i(1);
  EXPECT_EQ(output_desc(batch.network()), "float32[Nx4x6]");

  ModelDraft group(18);
  group.input("x", {"N", "6", "5"});
  group.floats("s", {2});
  group.floats("b", {2});
  set_int(group.node("GroupNormalization", {"x", "s", "b"}, {"y"}), "num_groups", 2);
  group.output("y");
  const network::Network network = group.network();
  EXPECT_EQ(op_types(network), "Reshape Expand Reshape Reshape Expand Reshape GroupNormalization");
}

}  // namespace
}  // namespace nightjar::onnx
