// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Graphs inside of nodes: what they see, what they capture, how their inputs are described.
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

using network::Network;
using network::Op;

wire::GraphProto& add_graph(wire::NodeProto& node, const std::string& name) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(wire::AttributeProto::GRAPH);
  return *attribute.mutable_g();
}

void add_node(wire::GraphProto& graph, const std::string& type,
              const std::vector<std::string>& inputs, const std::string& output) {
  auto& node = *graph.add_node();
  node.set_op_type(type);
  for (const std::string& input : inputs) node.add_input(input);
  node.add_output(output);
}

void add_input(wire::GraphProto& graph, const std::string& name, int type) {
  auto& value = *graph.add_input();
  value.set_name(name);
  value.mutable_type()->mutable_tensor_type()->set_elem_type(type);
}

/// The only op of that type; a failed test when there is none.
const Op& only_op(const Network& network, const std::string& type) {
  static const Op kNone;
  for (const network::OpId id : network.topological_order()) {
    if (network.op(id).type == type) return network.op(id);
  }
  ADD_FAILURE() << "there is no " << type;
  return kNone;
}

std::string desc_of(const network::Tensor& tensor) {
  return tensor.described ? to_string(tensor.desc) : "undescribed";
}

/// x, w -> If(flag) of x + w or x - big -> y.
ModelDraft branches() {
  ModelDraft draft;
  draft.input("flag", {}, 9);
  draft.input("x", {"N", "4"});
  draft.floats("w", {4});
  auto& node = draft.node("If", {"flag"}, {"y"});
  node.set_name("choice");
  auto& yes = add_graph(node, "then_branch");
  add_node(yes, "Add", {"x", "w"}, "sum");
  yes.add_output()->set_name("sum");
  auto& no = add_graph(node, "else_branch");
  add_node(no, "Neg", {"x"}, "sum");
  no.add_output()->set_name("sum");
  draft.output("y");
  return draft;
}

TEST(Bodies, CaptureValuesAndCopyConstants) {
  const Network network = branches().network();
  const Op& op = only_op(network, "If");
  EXPECT_EQ(op.inputs.size(), 3u) << "the condition, and x for either branch";
  EXPECT_EQ(op.attributes.get_ints("captures"), (std::vector<int64_t>{1, 1}));
  const Network& yes = *op.graphs.at("then_branch");
  ASSERT_EQ(yes.inputs().size(), 1u);
  EXPECT_EQ(desc_of(yes.tensor(yes.inputs()[0])), "float32[Nx4]");
  EXPECT_EQ(only_op(yes, "Add").name, "choice/then_branch/Add_0");
  EXPECT_TRUE(yes.tensor(only_op(yes, "Add").inputs[1]).constant);
  EXPECT_TRUE(network::verify(yes).ok());
}

TEST(Bodies, ABranchThatIsKnownIsTakenAtOnce) {
  ModelDraft draft = branches();
  draft.graph().mutable_input()->DeleteSubrange(0, 1);
  draft.initializer("flag", {}, 9).add_int32_data(0);
  EXPECT_EQ(op_types(draft.network()), "Neg");
}

/// Carries `x` through a Loop whose body is `type` of x and `other`.
ModelDraft loop(const std::string& type, const std::vector<std::string>& reads) {
  ModelDraft draft;
  draft.input("x", {"N", "4"});
  draft.integers("rounds", {3});
  auto& node = draft.node("Loop", {"rounds", "", "x"}, {"last", "all"});
  node.set_name("loop");
  auto& body = add_graph(node, "body");
  add_input(body, "round", 7);
  add_input(body, "go", 9);
  add_input(body, "state", 1);
  add_node(body, "Identity", {"go"}, "go_on");
  add_node(body, type, reads, "next");
  set_int(*body.mutable_node(1), "axis", 0);
  body.add_output()->set_name("go_on");
  body.add_output()->set_name("next");
  body.add_output()->set_name("state");
  draft.output("last");
  draft.output("all");
  return draft;
}

TEST(Bodies, CarriedValuesKeepTheDescriptionThatEveryRoundKeeps) {
  const Network network = loop("Softmax", {"state"}).network();
  const Network& body = *only_op(network, "Loop").graphs.at("body");
  ASSERT_EQ(body.inputs().size(), 3u);
  EXPECT_EQ(desc_of(body.tensor(body.inputs()[0])), "int64[scalar]");
  EXPECT_EQ(desc_of(body.tensor(body.inputs()[1])), "bool[scalar]");
  EXPECT_EQ(desc_of(body.tensor(body.inputs()[2])), "float32[Nx4]");
}

TEST(Bodies, ExtentsThatVaryBecomeSymbolsOfTheBody) {
  const Network network = loop("Concat", {"state", "x"}).network();
  const Network& body = *only_op(network, "Loop").graphs.at("body");
  ASSERT_EQ(body.inputs().size(), 4u) << "x is captured";
  EXPECT_EQ(desc_of(body.tensor(body.inputs()[2])), "float32[loop/body/carried2.0x4]");
  EXPECT_EQ(desc_of(body.tensor(body.inputs()[3])), "float32[Nx4]");
}

TEST(Bodies, ValuesWhoseRankVariesAreUndescribed) {
  ModelDraft draft = loop("Unsqueeze", {"state", "axes"});
  draft.integers("axes", {0});
  const Network network = draft.network();
  const Network& body = *only_op(network, "Loop").graphs.at("body");
  EXPECT_EQ(desc_of(body.tensor(body.inputs()[2])), "undescribed");
  EXPECT_EQ(body.tensor(body.inputs()[2]).desc.type, tensor::DataType::kFloat32);
}

TEST(Bodies, CapturesGoThroughSeveralLevels) {
  ModelDraft draft = branches();
  auto& outer = draft.node("If", {"flag"}, {"z"});
  for (const char* name : {"then_branch", "else_branch"}) {
    auto& graph = add_graph(outer, name);
    auto& inner = *graph.add_node();
    inner.set_op_type("If");
    inner.add_input("flag");
    inner.add_output("inner");
    for (const char* inner_name : {"then_branch", "else_branch"}) {
      auto& leaf = add_graph(inner, inner_name);
      add_node(leaf, "Neg", {"x"}, "leaf");
      leaf.add_output()->set_name("leaf");
    }
    graph.add_output()->set_name("inner");
  }
  draft.output("z");
  const Network network = draft.network();
  const Op& op = network.op(network.topological_order()[1]);
  EXPECT_EQ(op.inputs.size(), 5u) << "flag, and flag and x for either branch";
}

TEST(Bodies, NodesMayStandBeforeWhatTheirBodiesCapture) {
  ModelDraft draft = branches();
  draft.node("Relu", {"raw"}, {"x2"});
  draft.input("raw", {"N", "4"});
  auto& add = *draft.graph().mutable_node(0)->mutable_attribute(0)->mutable_g()->mutable_node(0);
  add.set_input(0, "x2");
  EXPECT_EQ(op_types(draft.network()), "Relu If");
}

TEST(Bodies, OldScanGoesOverTheBatch) {
  ModelDraft draft(8);
  draft.input("start", {"2", "4"});
  draft.input("x", {"2", "T", "4"});
  auto& node = draft.node("Scan", {"", "start", "x"}, {"last", "all"});
  set_int(node, "num_scan_inputs", 1);
  auto& body = add_graph(node, "body");
  add_input(body, "sum", 1);
  add_input(body, "next", 1);
  add_node(body, "Add", {"sum", "next"}, "out");
  add_node(body, "Identity", {"out"}, "copy");
  body.add_output()->set_name("out");
  body.add_output()->set_name("copy");
  draft.output("last");
  draft.output("all");
  const Network network = draft.network();
  const Op& over_batch = only_op(network, "Scan");
  EXPECT_EQ(over_batch.attributes.get_int("num_scan_inputs", 0), 2);
  const Network& one = *over_batch.graphs.at("body");
  EXPECT_EQ(desc_of(one.tensor(one.inputs()[1])), "float32[Tx4]");
  EXPECT_EQ(only_op(one, "Scan").attributes.get_int("num_scan_inputs", 0), 1);
}

TEST(Bodies, FlexAttentionIsWrittenOutAroundItsGraphs) {
  ModelDraft draft(26);
  draft.import("ai.onnx.preview", 1);
  for (const char* name : {"q", "k", "v"}) draft.input(name, {"N", "2", "T", "8"});
  auto& node = draft.node("FlexAttention", {"q", "k", "v"}, {"y"});
  node.set_domain("ai.onnx.preview");
  draft.output("y");
  EXPECT_EQ(op_types(draft.network()), "Attention");
  auto& graph = add_graph(node, "prob_mod");
  add_input(graph, "p", 1);
  add_node(graph, "Neg", {"p"}, "out");
  graph.add_output()->set_name("out");
  const Network network = draft.network();
  EXPECT_EQ(only_op(network, "Neg").name, "FlexAttention_0/prob_mod/Neg_0");
  EXPECT_EQ(output_desc(network), "float32[Nx2xTx8]");
}

TEST(Bodies, RefusesWhatDoesNotFit) {
  ModelDraft draft = branches();
  auto& branch = *draft.graph().mutable_node(0)->mutable_attribute(0)->mutable_g();
  branch.mutable_node(0)->set_input(0, "nowhere");
  EXPECT_EQ(draft.refusal(), "If 'choice' reads 'nowhere', which nothing gives");

  ModelDraft formal = branches();
  add_input(*formal.graph().mutable_node(0)->mutable_attribute(0)->mutable_g(), "extra", 1);
  EXPECT_EQ(formal.refusal(), "If 'choice': graph 'then_branch': has 1 inputs, 0 are wanted");

  ModelDraft graph_elsewhere;
  graph_elsewhere.input("x", {"N"});
  add_graph(graph_elsewhere.node("Relu", {"x"}, {"y"}), "body");
  graph_elsewhere.output("y");
  EXPECT_EQ(graph_elsewhere.refusal(), "Relu 'Relu_0': attribute 'body' holds a graph");
}

TEST(Bodies, RefusesAttributesOfTheWrongKind) {
  ModelDraft draft(17);
  draft.input("x", {"N", "4"});
  auto& node = draft.node("Scan", {"x"}, {"y"});
  set_text(node, "num_scan_inputs", "one");
  auto& body = add_graph(node, "body");
  add_input(body, "row", 1);
  add_node(body, "Relu", {"row"}, "out");
  body.add_output()->set_name("out");
  draft.output("y");
  EXPECT_EQ(draft.refusal(),
            "Scan 'Scan_0': attribute 'num_scan_inputs' holds a string, not an integer");
}

}  // namespace
}  // namespace nightjar::onnx
