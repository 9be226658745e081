// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/function.h"

#include "engine/onnx/onnx.h"

namespace nightjar::onnx {
namespace {

using wire::AttributeProto;
using Parameters = std::map<std::string, const AttributeProto*>;

Parameters parameters_of(const wire::FunctionProto& function, const wire::NodeProto& call) {
  Parameters parameters;
  for (const auto& preset : function.attribute_proto()) parameters[preset.name()] = &preset;
  for (const auto& given : call.attribute()) parameters[given.name()] = &given;
  return parameters;
}

void bind(const Parameters& parameters, wire::NodeProto& node);

void bind(const Parameters& parameters, wire::GraphProto& graph) {
  for (auto& node : *graph.mutable_node()) bind(parameters, node);
}

/// Puts values in place of references, in the node's own attributes and those of its graphs.
void bind(const Parameters& parameters, wire::NodeProto& node) {
  google::protobuf::RepeatedPtrField<AttributeProto> bound;
  for (auto& attribute : *node.mutable_attribute()) {
    if (attribute.ref_attr_name().empty()) {
      if (attribute.has_g()) bind(parameters, *attribute.mutable_g());
      bound.Add()->Swap(&attribute);
      continue;
    }
    const auto value = parameters.find(attribute.ref_attr_name());
    if (value == parameters.end()) continue;
    AttributeProto& copy = *bound.Add();
    copy = *value->second;
    copy.set_name(attribute.name());
  }
  node.mutable_attribute()->Swap(&bound);
}

}  // namespace

std::string plain_domain(const std::string& domain) { return domain == "ai.onnx" ? "" : domain; }

Result<Opsets> read_opsets(const OpsetImports& imports) {
  Opsets opsets;
  for (const auto& import : imports) opsets[plain_domain(import.domain())] = import.version();
  // Files older than IR version 3 import nothing and mean the first operator set.
  const int64_t version = opsets.emplace("", 1).first->second;
  if (version >= 1 && version <= kNewestOpset) return opsets;
  return unsupported("the model uses opset " + std::to_string(version) + ", 1 to " +
                     std::to_string(kNewestOpset) + " are supported");
}

Result<FunctionTable> FunctionTable::of(const wire::ModelProto& model) {
  NIGHTJAR_ASSIGN(const Opsets model_opsets, read_opsets(model.opset_import()));
  FunctionTable table;
  for (const auto& proto : model.functions()) {
    const std::string title = "function '" + proto.name() + "'";
    Function function{&proto, model_opsets};
    if (proto.opset_import_size() != 0) {
      auto own = read_opsets(proto.opset_import());
      if (!own.ok()) return own.error().in(title);
      for (const auto& [domain, version] : *own) function.opsets[domain] = version;
    }
    const Key key = {plain_domain(proto.domain()), proto.name(), proto.overload()};
    if (table.functions_.emplace(key, std::move(function)).second) continue;
    return invalid_input(title + " of domain '" + proto.domain() + "' is defined twice");
  }
  return table;
}

const Function* FunctionTable::find(const wire::NodeProto& call) const {
  const auto found =
      functions_.find({plain_domain(call.domain()), call.op_type(), call.overload()});
  return found == functions_.end() ? nullptr : &found->second;
}

Nodes instantiate(const wire::FunctionProto& function, const wire::NodeProto& call) {
  const Parameters parameters = parameters_of(function, call);
  Nodes nodes = function.node();
  for (auto& node : nodes) bind(parameters, node);
  return nodes;
}

}  // namespace nightjar::onnx
