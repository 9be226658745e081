// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Nodes of domains that only a plugin knows.
#include "engine/network/plugin_op.h"
#include "tests/engine/onnx/model_draft.h"

namespace nightjar::onnx {
namespace {

/// Knows acme.Twice at version 3 alone, and keeps what it was asked.
class Twice final : public CustomOperators {
 public:
  bool has(const std::string& domain, const std::string& type) const override {
    return domain == "acme" && type == "Twice";
  }
  Result<network::Op> make(const CustomNode& node) const override {
    asked = node;
    if (node.version != 3) return unsupported("only version 3 is here");
    return network::make_plugin_op("plugin.acme.Twice.v3", node.attributes, {node.inputs.at(0)});
  }
  mutable CustomNode asked;
};

ModelDraft twice_then_relu(int64_t version) {
  ModelDraft draft;
  draft.import("acme", version);
  draft.input("x", {"N", "3"});
  auto& node = draft.node("Twice", {"x", ""}, {"t"});
  node.set_domain("acme");
  node.set_name("twice1");
  set_float(node, "an attribute of theirs", 0.5f);
  draft.node("Relu", {"t"}, {"y"});
  draft.output("y");
  return draft;
}

Result<network::Network> import_with(const ModelDraft& draft, const CustomOperators& custom) {
  const std::string bytes = draft.model.SerializeAsString();
  return import_model(std::as_bytes(std::span(bytes.data(), bytes.size())), "", {}, &custom);
}

TEST(CustomOperators, AreAskedWhatTheNodeSays) {
  const Twice twice;
  const auto network = import_with(twice_then_relu(3), twice);
  ASSERT_TRUE(network.ok()) << network.error().message;
  EXPECT_TRUE(network::verify(*network).ok());
  EXPECT_EQ(op_types(*network), "nightjar::Plugin Relu");
  EXPECT_EQ(output_desc(*network), "float32[Nx3]");
  const network::Op& op = network->op(network->topological_order()[0]);
  EXPECT_EQ(op.origins, std::vector<std::string>{"twice1"});
  EXPECT_EQ(network::plugin_family(op), "plugin.acme.Twice.v3");
  EXPECT_EQ(network::plugin_attributes(op).get_float("an attribute of theirs", 0), 0.5);
  ASSERT_EQ(twice.asked.inputs.size(), 2u);
  EXPECT_EQ(tensor::to_string(twice.asked.inputs[0]), "float32[Nx3]");
  EXPECT_EQ(twice.asked.inputs[1].type, tensor::DataType::kUndefined) << "left out";
}

TEST(CustomOperators, RefusalsNameTheNode) {
  const auto refusal = [](const ModelDraft& draft) {
    const auto network = import_with(draft, Twice());
    return network.ok() ? std::string() : network.error().message;
  };
  EXPECT_EQ(refusal(twice_then_relu(2)), "Twice 'twice1': only version 3 is here");
  ModelDraft other = twice_then_relu(3);
  other.graph().mutable_node(0)->set_op_type("Thrice");
  EXPECT_EQ(refusal(other),
            "Thrice 'twice1': operator Thrice of domain 'acme' is not supported, and no plugin "
            "that is loaded has it");
  ModelDraft two = twice_then_relu(3);
  two.graph().mutable_node(0)->add_output("more");
  EXPECT_EQ(refusal(two), "Twice 'twice1': has 2 outputs, at most 1 are allowed");
}

}  // namespace
}  // namespace nightjar::onnx
