// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

/// x -> Conv -> Relu -> y, as small as it gets.
ModelDraft conv_relu() {
  ModelDraft draft;
  draft.input("x", {"N", "3", "8", "8"});
  draft.floats("w", {4, 3, 3, 3});
  draft.node("Conv", {"x", "w"}, {"c"}).set_name("conv1");
  draft.node("Relu", {"c"}, {"y"});
  draft.output("y");
  return draft;
}

TEST(Import, NamesOriginsAndSymbols) {
  const network::Network network = conv_relu().network();
  EXPECT_EQ(op_types(network), "Conv Relu");
  EXPECT_EQ(output_desc(network), "float32[Nx4x6x6]");
  EXPECT_EQ(network.output_names(), std::vector<std::string>{"y"});
  const auto order = network.topological_order();
  EXPECT_EQ(network.op(order[0]).origins, std::vector<std::string>{"conv1"});
  EXPECT_EQ(network.op(order[1]).origins, std::vector<std::string>{"Relu_1"});
}

TEST(Import, NodesMayStandInAnyOrder) {
  ModelDraft draft = conv_relu();
  draft.graph().mutable_node()->SwapElements(0, 1);
  EXPECT_EQ(op_types(draft.network()), "Conv Relu");
}

TEST(Import, InitialisersAmongTheInputsAreNoInputs) {
  ModelDraft draft = conv_relu();
  draft.input("w", {"4", "3", "3", "3"});
  EXPECT_EQ(draft.network().inputs().size(), 1u);
}

TEST(Import, ConstantNodesBecomeConstants) {
  ModelDraft draft;
  draft.input("x", {"N", "2"});
  set_floats(draft.node("Constant", {}, {"c"}), "value_floats", {1.0f, 2.0f});
  draft.node("Add", {"x", "c"}, {"y"});
  draft.output("y");
  const network::Network network = draft.network();
  EXPECT_EQ(op_types(network), "Add");
  const auto& op = network.op(network.topological_order()[0]);
  EXPECT_EQ(network.tensor(op.inputs[1]).constant->to_floats(), (std::vector<float>{1.0f, 2.0f}));
}

TEST(Import, AbsentInputsAndUnnamedOutputs) {
  ModelDraft draft;
  draft.input("x", {"T", "N", "8"});
  draft.floats("w", {1, 40, 8});
  draft.floats("r", {1, 40, 10});
  draft.floats("h", {1, 1, 10});
  draft.node("LSTM", {"x", "w", "r", "", "", "h"}, {"", "", "cell"});
  draft.output("cell");
  const network::Network network = draft.network();
  const auto& op = network.op(network.topological_order()[0]);
  EXPECT_EQ(op.inputs[3], network::kAbsent);
  EXPECT_EQ(op.outputs[0], network::kAbsent);
  EXPECT_EQ(output_desc(network), "float32[1xNx10]");
}

TEST(Import, OldPyTorchCountsThePaddingOfAverages) {
  ModelDraft draft(6);
  draft.input("x", {"1", "1", "4", "4"});
  auto& node = draft.node("AveragePool", {"x"}, {"y"});
  set_ints(node, "kernel_shape", {3, 3});
  set_ints(node, "pads", {1, 1, 1, 1});
  draft.output("y");
  const auto counts = [&draft] {
    const network::Network network = draft.network();
    const auto& op = network.op(network.topological_order()[0]);
    return op.attributes.get_int("count_include_pad", 0);
  };
  EXPECT_EQ(counts(), 0);
  draft.model.set_producer_name("pytorch");
  draft.model.set_producer_version("0.3");
  EXPECT_EQ(counts(), 1);
  draft.model.set_producer_version("0.4");
  EXPECT_EQ(counts(), 0);
}

TEST(Import, InputsThatOnlyRunningDescribes) {
  ModelDraft draft = conv_relu();
  draft.input("rankless", {});
  draft.graph().mutable_input(1)->mutable_type()->mutable_tensor_type()->clear_shape();
  draft.input("list", {});
  auto& list = *draft.graph().mutable_input(2)->mutable_type()->mutable_sequence_type();
  list.mutable_elem_type()->mutable_tensor_type()->set_elem_type(7);
  draft.input("maybe", {});
  auto& maybe = *draft.graph().mutable_input(3)->mutable_type()->mutable_optional_type();
  *maybe.mutable_elem_type()->mutable_sequence_type() = list;
  const network::Network network = draft.network();
  const auto input = [&](size_t index) { return network.tensor(network.inputs()[index]); };
  EXPECT_FALSE(input(1).described);
  EXPECT_EQ(input(1).desc.type, tensor::DataType::kFloat32);
  EXPECT_EQ(input(2).kind, network::ValueKind::kSequence);
  EXPECT_EQ(input(2).desc.type, tensor::DataType::kInt64);
  EXPECT_EQ(input(3).kind, network::ValueKind::kOptional);
  EXPECT_FALSE(input(3).described);
}

TEST(Import, OpenExtentsGetPlainDistinctSymbols) {
  ModelDraft draft;
  draft.input("x", {"batch*seq", "batch seq", "", "-1", "7"});
  draft.node("Relu", {"x"}, {"y"});
  draft.output("y");
  EXPECT_EQ(output_desc(draft.network()), "float32[batch_seqxbatch_seq_1xx.axis2xx.axis3x7]");
}

TEST(Import, HintsOfOldExportersAreDropped) {
  ModelDraft draft = conv_relu();
  set_ints(*draft.graph().mutable_node(1), "consumed_inputs", {0});
  const network::Network network = draft.network();
  EXPECT_TRUE(network.op(network.topological_order()[1]).attributes.values().empty());
}

TEST(Import, TheFusedConvOfOthersBecomesOurs) {
  ModelDraft draft;
  draft.import("com.microsoft", 1);
  draft.input("x", {"N", "3", "8", "8"});
  draft.floats("w", {4, 3, 3, 3});
  auto& node = draft.node("FusedConv", {"x", "w"}, {"y"});
  node.set_domain("com.microsoft");
  set_text(node, "activation", "Clip");
  set_floats(node, "activation_params", {0.0f, 6.0f});
  draft.output("y");
  const network::Network network = draft.network();
  EXPECT_EQ(op_types(network), "nightjar::FusedConv");
  const auto& op = network.op(network.topological_order()[0]);
  EXPECT_EQ(op.attributes.get_string("activation", ""), "clip");
  EXPECT_EQ(op.attributes.get_float("beta", 0.0), 6.0);
}

TEST(ImportRefuses, BytesThatAreNoModel) {
  const std::string text = "this is not a model";
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  EXPECT_NE(import_model(bytes, "").error().message.find("not an ONNX model"), std::string::npos);
  EXPECT_NE(import_model({}, "").error().message.find("no graph"), std::string::npos);
  EXPECT_EQ(import_file("/no/such/model.onnx").error().kind, ErrorKind::kNotFound);
}

TEST(ImportRefuses, EveryTruncation) {
  const std::string whole = conv_relu().model.SerializeAsString();
  size_t refused = 0;
  for (size_t size = 0; size < whole.size(); ++size) {
    // A cut between two parts leaves a smaller model, which may even be sound.
    const auto imported = import_model(std::as_bytes(std::span(whole.data(), size)), "");
    refused += imported.ok() ? 0 : 1;
  }
  EXPECT_GT(refused, whole.size() * 9 / 10);
}

TEST(ImportRefuses, ValuesThatNothingGives) {
  ModelDraft draft = conv_relu();
  draft.graph().mutable_node(1)->set_input(0, "lost");
  EXPECT_EQ(draft.refusal(), "Relu 'Relu_1' reads 'lost', which nothing gives");
  ModelDraft ends = conv_relu();
  ends.output("lost");
  EXPECT_EQ(ends.refusal(), "output 'lost' is given by nothing");
}

TEST(ImportRefuses, CyclesAndDoubledValues) {
  ModelDraft cycle = conv_relu();
  cycle.graph().mutable_node(0)->set_input(0, "y");
  EXPECT_EQ(cycle.refusal(), "Conv 'conv1' depends on its own output");
  ModelDraft doubled = conv_relu();
  doubled.node("Neg", {"x"}, {"y"});
  EXPECT_NE(doubled.refusal().find("Neg 'Neg_2' gives 'y'"), std::string::npos);
  ModelDraft shadowed = conv_relu();
  shadowed.node("Neg", {"x"}, {"w"});
  EXPECT_NE(shadowed.refusal().find("something else gives as well"), std::string::npos);
}

TEST(ImportRefuses, UnknownOperatorsByNodeAndDomain) {
  ModelDraft draft = conv_relu();
  draft.graph().mutable_node(1)->set_op_type("FlyToTheMoon");
  EXPECT_EQ(draft.refusal(),
            "FlyToTheMoon 'FlyToTheMoon_1': operator FlyToTheMoon of domain 'ai.onnx' is not "
            "supported");
  draft.graph().mutable_node(1)->set_domain("com.example");
  EXPECT_NE(draft.refusal().find("domain 'com.example'"), std::string::npos);
}

TEST(ImportRefuses, OpsetsFromTheFuture) {
  EXPECT_NE(ModelDraft(kNewestOpset + 1).refusal().find("no graph"), std::string::npos);
  ModelDraft draft = conv_relu();
  draft.model.mutable_opset_import(0)->set_version(999);
  EXPECT_NE(draft.refusal().find("uses opset 999"), std::string::npos);
}

TEST(ImportRefuses, AttributesOfTheWrongKind) {
  ModelDraft draft = conv_relu();
  set_float(*draft.graph().mutable_node(0), "strides", 2.0f);
  EXPECT_EQ(draft.refusal(), "Conv 'conv1': attribute 'strides' holds a number, not integers");
  ModelDraft twice = conv_relu();
  set_int(*twice.graph().mutable_node(0), "group", 1);
  set_int(*twice.graph().mutable_node(0), "group", 1);
  EXPECT_NE(twice.refusal().find("'group' is given twice"), std::string::npos);
  ModelDraft old(9);
  old.input("x", {"N", "4"});
  set_text(old.node("Clip", {"x"}, {"y"}), "max", "six");
  old.output("y");
  EXPECT_EQ(old.refusal(), "Clip 'Clip_0': attribute 'max' does not hold a number");
}

TEST(ImportRefuses, BadTypesAndExtents) {
  ModelDraft negative = conv_relu();
  negative.input("z", {"-5"});
  EXPECT_EQ(negative.refusal(), "input 'z': axis 0 has the extent -5");
  ModelDraft huge = conv_relu();
  huge.input("z", {"9223372036854775807"});
  EXPECT_NE(huge.refusal().find("has the extent"), std::string::npos);
  ModelDraft typeless = conv_relu();
  typeless.input("z", {"4"}, 77);
  EXPECT_EQ(typeless.refusal(), "input 'z': its data type is 77");
  ModelDraft map = conv_relu();
  map.input("z", {});
  map.graph().mutable_input(1)->mutable_type()->mutable_map_type()->set_key_type(7);
  EXPECT_EQ(map.refusal(), "input 'z': it is a map or a sparse tensor, which are not supported");
  map.graph().mutable_input(1)->clear_type();
  EXPECT_EQ(map.refusal(), "input 'z' has no type");
}

TEST(ImportRefuses, DeepNesting) {
  ModelDraft draft = conv_relu();
  wire::NodeProto* node = draft.graph().mutable_node(1);
  for (int depth = 0; depth < 200; ++depth) {
    auto& attribute = *node->add_attribute();
    attribute.set_name("body");
    attribute.set_type(wire::AttributeProto::GRAPH);
    node = attribute.mutable_g()->add_node();
    node->set_op_type("Loop");
  }
  EXPECT_NE(draft.refusal().find("nested too deeply"), std::string::npos);
}

TEST(ImportRefuses, TooManyNodesOrBytes) {
  const std::string text = conv_relu().model.SerializeAsString();
  const auto bytes = std::as_bytes(std::span(text.data(), text.size()));
  ImportLimits few;
  few.max_nodes = 1;
  EXPECT_NE(import_model(bytes, "", few).error().message.find("2 nodes"), std::string::npos);
  ImportLimits small;
  small.max_file_bytes = 10;
  EXPECT_NE(import_model(bytes, "", small).error().message.find("at most 10"), std::string::npos);
}

TEST(ImportRefuses, AModelWithoutOutputs) {
  ModelDraft draft = conv_relu();
  draft.graph().clear_output();
  EXPECT_EQ(draft.refusal(), "the graph has no outputs");
}

}  // namespace
}  // namespace nightjar::onnx
