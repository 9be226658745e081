// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Operators that a model defines itself.
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

/// A function of the domain "own" with inputs x and y and the output z.
wire::FunctionProto& add_function(ModelDraft& draft, const std::string& name) {
  auto& function = *draft.model.add_functions();
  function.set_domain("own");
  function.set_name(name);
  for (const char* input : {"x", "y"}) function.add_input(input);
  function.add_output("z");
  auto& opset = *function.add_opset_import();
  opset.set_version(17);
  return function;
}

wire::NodeProto& add_node(wire::FunctionProto& function, const std::string& type,
                          const std::vector<std::string>& inputs, const std::string& output) {
  auto& node = *function.add_node();
  node.set_op_type(type);
  for (const std::string& input : inputs) node.add_input(input);
  node.add_output(output);
  return node;
}

void add_reference(wire::NodeProto& node, const std::string& name, const std::string& parameter) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_ref_attr_name(parameter);
}

/// a, b -> own.Mix(a, b) -> c, where Mix is Softmax(x + y).
ModelDraft mix() {
  ModelDraft draft;
  draft.import("own", 1);
  draft.input("a", {"N", "4"});
  draft.input("b", {"N", "4"});
  auto& call = draft.node("Mix", {"a", "b"}, {"c"});
  call.set_domain("own");
  call.set_name("mix");
  draft.output("c");
  auto& function = add_function(draft, "Mix");
  add_node(function, "Add", {"x", "y"}, "sum");
  add_reference(add_node(function, "Softmax", {"sum"}, "z"), "axis", "direction");
  return draft;
}

TEST(Functions, AreWrittenOutWhereTheyAreCalled) {
  const network::Network network = mix().network();
  EXPECT_EQ(op_types(network), "Add Softmax");
  const auto order = network.topological_order();
  EXPECT_EQ(network.op(order[0]).name, "mix/Add_0");
  EXPECT_FALSE(network.op(order[1]).attributes.has("axis")) << "neither given nor preset";
  EXPECT_EQ(network.tensor(network.outputs()[0]).name, "c");
}

TEST(Functions, AttributesComeFromTheCallOrTheDefaults) {
  ModelDraft draft = mix();
  auto& preset = *draft.model.mutable_functions(0)->add_attribute_proto();
  preset.set_name("direction");
  preset.set_type(wire::AttributeProto::INT);
  preset.set_i(0);
  const auto axis_of = [](const network::Network& network) {
    return network.op(network.topological_order()[1]).attributes.get_int("axis", 7);
  };
  EXPECT_EQ(axis_of(draft.network()), 0);
  set_int(*draft.graph().mutable_node(0), "direction", 1);
  EXPECT_EQ(axis_of(draft.network()), 1);
}

TEST(Functions, MayCallEachOtherAndLeaveInputsOut) {
  ModelDraft draft = mix();
  auto& outer = add_function(draft, "Twice");
  auto& inner = add_node(outer, "Mix", {"x", "y"}, "once");
  inner.set_domain("own");
  auto& again = add_node(outer, "Mix", {"once", "y"}, "z");
  again.set_domain("own");
  auto& own = *outer.add_opset_import();
  own.set_domain("own");
  own.set_version(1);
  draft.graph().mutable_node(0)->set_op_type("Twice");
  EXPECT_EQ(op_types(draft.network()), "Add Softmax Add Softmax");

  ModelDraft clip;
  clip.import("own", 1);
  clip.input("a", {"N"});
  auto& call = clip.node("Bound", {"a"}, {"c"});
  call.set_domain("own");
  clip.output("c");
  add_node(add_function(clip, "Bound"), "Clip", {"x", "y"}, "z");
  const network::Network network = clip.network();
  EXPECT_EQ(network.op(network.topological_order()[0]).inputs[1], network::kAbsent);
}

TEST(Functions, OverloadsAreChosenByName) {
  ModelDraft draft = mix();
  auto& other = add_function(draft, "Mix");
  other.set_overload("plain");
  add_node(other, "Mul", {"x", "y"}, "z");
  draft.graph().mutable_node(0)->set_overload("plain");
  EXPECT_EQ(op_types(draft.network()), "Mul");
}

TEST(Functions, ThatNeverEndAreRefused) {
  ModelDraft draft = mix();
  auto& self = add_function(draft, "Self");
  auto& call = add_node(self, "Self", {"x", "y"}, "z");
  call.set_domain("own");
  draft.graph().mutable_node(0)->set_op_type("Self");
  EXPECT_NE(draft.refusal().find("graphs and calls of functions lie more than 32 levels deep"),
            std::string::npos);
}

TEST(Functions, ThatMultiplyAreBounded) {
  ModelDraft draft = mix();
  std::string callee = "Mix";
  for (int level = 0; level < 25; ++level) {
    const std::string name = "Level" + std::to_string(level);
    auto& function = add_function(draft, name);
    for (const char* output : {"half", "z"}) {
      add_node(function, callee, {"x", "y"}, output).set_domain("own");
    }
    callee = name;
  }
  draft.graph().mutable_node(0)->set_op_type(callee);
  const std::string bytes = draft.model.SerializeAsString();
  ImportLimits limits;
  limits.max_nodes = 1000;
  const auto imported =
      import_model(std::as_bytes(std::span(bytes.data(), bytes.size())), "", limits);
  ASSERT_FALSE(imported.ok());
  EXPECT_NE(imported.error().message.find("has more than 1000 nodes"), std::string::npos);
}

TEST(Functions, AreRefusedWhenTheyGiveTooLittle) {
  ModelDraft draft = mix();
  draft.model.mutable_functions(0)->mutable_node(1)->set_output(0, "other");
  EXPECT_EQ(draft.refusal(), "Mix 'mix': its function does not give 'z'");
  ModelDraft twice = mix();
  add_function(twice, "Mix");
  EXPECT_EQ(twice.refusal(), "function 'Mix' of domain 'own' is defined twice");
}

}  // namespace
}  // namespace nightjar::onnx
