// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/node_attributes.h"

#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {
namespace {

using wire::AttributeProto;

/// Files older than IR version 2 do not say which field holds the value.
AttributeProto::AttributeType type_of(const AttributeProto& attribute) {
  if (attribute.type() != AttributeProto::UNDEFINED) return attribute.type();
  if (attribute.has_f()) return AttributeProto::FLOAT;
  if (attribute.has_i()) return AttributeProto::INT;
  if (attribute.has_s()) return AttributeProto::STRING;
  if (attribute.has_t()) return AttributeProto::TENSOR;
  if (attribute.has_g()) return AttributeProto::GRAPH;
  if (attribute.floats_size() != 0) return AttributeProto::FLOATS;
  if (attribute.ints_size() != 0) return AttributeProto::INTS;
  if (attribute.strings_size() != 0) return AttributeProto::STRINGS;
  return AttributeProto::UNDEFINED;
}

Status read_attribute(const AttributeProto& attribute, const std::string& folder,
                      const ImportLimits& limits, network::Op& op) {
  const std::string& name = attribute.name();
  if (!attribute.ref_attr_name().empty()) {
    return invalid_input("refers to a parameter of a function outside of one");
  }
  switch (type_of(attribute)) {
    case AttributeProto::FLOAT:
      op.attributes.set(name, static_cast<double>(attribute.f()));
      return {};
    case AttributeProto::INT:
      op.attributes.set(name, attribute.i());
      return {};
    case AttributeProto::STRING:
      op.attributes.set(name, attribute.s());
      return {};
    case AttributeProto::FLOATS:
      op.attributes.set(name,
                        std::vector<double>(attribute.floats().begin(), attribute.floats().end()));
      return {};
    case AttributeProto::INTS:
      op.attributes.set(name,
                        std::vector<int64_t>(attribute.ints().begin(), attribute.ints().end()));
      return {};
    case AttributeProto::STRINGS:
      op.attributes.set(
          name, std::vector<std::string>(attribute.strings().begin(), attribute.strings().end()));
      return {};
    case AttributeProto::TENSOR: {
      NIGHTJAR_ASSIGN(op.tensors[name], from_proto(attribute.t(), folder));
      return {};
    }
    case AttributeProto::SPARSE_TENSOR: {
      NIGHTJAR_ASSIGN(op.tensors[name],
                      from_proto(attribute.sparse_tensor(), folder, limits.max_dense_bytes));
      return {};
    }
    // Graphs are read with what surrounds them; a type only repeats what the data say.
    case AttributeProto::GRAPH:
    case AttributeProto::TYPE_PROTO:
      return {};
    default:
      return unsupported("holds a kind of value that is not supported");
  }
}

}  // namespace

Status read_attributes(const wire::NodeProto& node, const std::string& folder,
                       const ImportLimits& limits, network::Op& op) {
  for (const AttributeProto& attribute : node.attribute()) {
    const bool repeated =
        op.attributes.has(attribute.name()) || op.tensors.count(attribute.name()) != 0;
    if (repeated) return invalid_input("attribute '" + attribute.name() + "' is given twice");
    const Status status = read_attribute(attribute, folder, limits, op);
    if (!status.ok()) return status.error().in("attribute '" + attribute.name() + "'");
  }
  return {};
}

}  // namespace nightjar::onnx
