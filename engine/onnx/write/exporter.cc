// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "engine/onnx/onnx.h"
#include "engine/onnx/tensor_proto.h"
#include "engine/onnx/write/downgrade.h"
#include "engine/onnx/write/node_writer.h"

namespace nightjar::onnx {
namespace {

using network::kAbsent;
using network::Network;
using network::Op;
using network::TensorId;

constexpr int64_t kWrittenIrVersion = 8;

void write_type(const tensor::TensorDesc& desc, const std::string& name,
                wire::ValueInfoProto& value) {
  value.set_name(name);
  auto& type = *value.mutable_type()->mutable_tensor_type();
  type.set_elem_type(static_cast<int32_t>(desc.type));
  auto& shape = *type.mutable_shape();
  for (const tensor::Dim& extent : desc.shape) {
    auto& dim = *shape.add_dim();
    if (const auto constant = extent.constant()) {
      dim.set_dim_value(*constant);
    } else {
      dim.set_dim_param(extent.to_string());
    }
  }
}

/// Writes a network's parts into a graph; values get the names they have where those are unique.
class GraphWriter {
 public:
  GraphWriter(const Network& network, wire::GraphProto& graph)
      : network_(network), graph_(graph), names_(network.tensor_count()) {}

  Status write();

 private:
  void name_ends();
  const std::string& name_of(TensorId id);
  /// Writes those of the op's constants that nodes from `first_node` on still read.
  void write_constants(const Op& op, int first_node);
  Status write_op(const Op& op);
  void write_outputs();

  const Network& network_;
  wire::GraphProto& graph_;
  std::vector<std::string> names_;
  std::set<std::string> taken_;
  std::set<TensorId> written_constants_;
};

/// Inputs keep their names; an output's tensor takes the output's name, if it is free to.
void GraphWriter::name_ends() {
  for (const TensorId id : network_.inputs()) {
    names_[static_cast<size_t>(id)] = network_.tensor(id).name;
    taken_.insert(network_.tensor(id).name);
  }
  for (size_t i = 0; i < network_.outputs().size(); ++i) {
    const TensorId id = network_.outputs()[i];
    const std::string& wanted = network_.output_names()[i];
    const bool is_new = taken_.insert(wanted).second;
    std::string& name = names_[static_cast<size_t>(id)];
    if (is_new && name.empty() && network_.has_op(network_.tensor(id).producer)) name = wanted;
  }
}

const std::string& GraphWriter::name_of(TensorId id) {
  std::string& name = names_[static_cast<size_t>(id)];
  if (!name.empty()) return name;
  const std::string& wanted = network_.tensor(id).name;
  name = wanted.empty() ? "value" : wanted;
  for (int suffix = 1; !taken_.insert(name).second; ++suffix) {
    name = wanted + "." + std::to_string(suffix);
  }
  return name;
}

void GraphWriter::write_constants(const Op& op, int first_node) {
  std::set<std::string> read;
  for (int i = first_node; i < graph_.node_size(); ++i) {
    read.insert(graph_.node(i).input().begin(), graph_.node(i).input().end());
  }
  for (const TensorId id : op.inputs) {
    if (id == kAbsent || !network_.tensor(id).constant || read.count(name_of(id)) == 0) continue;
    if (!written_constants_.insert(id).second) continue;
    to_proto(*network_.tensor(id).constant, name_of(id), *graph_.add_initializer());
  }
}

Status GraphWriter::write_op(const Op& op) {
  if (!op.domain.empty()) return unsupported("its domain '" + op.domain + "' is not standard ONNX");
  if (!op.graphs.empty()) return unsupported("graphs inside of ops cannot be written");
  wire::NodeProto node;
  node.set_op_type(op.type);
  node.set_name(op.name);
  for (const TensorId id : op.inputs) node.add_input(id == kAbsent ? "" : name_of(id));
  while (node.input_size() > 0 && node.input(node.input_size() - 1).empty()) {
    node.mutable_input()->RemoveLast();
  }
  for (const TensorId id : op.outputs) node.add_output(id == kAbsent ? "" : name_of(id));
  for (const auto& [name, value] : op.attributes.values()) write_attribute(name, value, node);
  for (const auto& [name, value] : op.tensors) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(wire::AttributeProto::TENSOR);
    to_proto(value, "", *attribute.mutable_t());
  }
  const int first_node = graph_.node_size();
  NIGHTJAR_TRY(write_downgraded(network_, op, std::move(node), graph_));
  write_constants(op, first_node);
  return {};
}

/// An output that is an input, a constant or another output as well comes from an Identity.
void GraphWriter::write_outputs() {
  for (size_t i = 0; i < network_.outputs().size(); ++i) {
    const TensorId id = network_.outputs()[i];
    const std::string& name = network_.output_names()[i];
    write_type(network_.tensor(id).desc, name, *graph_.add_output());
    if (name_of(id) == name) continue;
    if (network_.tensor(id).constant && written_constants_.insert(id).second) {
      to_proto(*network_.tensor(id).constant, name_of(id), *graph_.add_initializer());
    }
    NodeWriter(graph_, "output." + name).node("Identity", {name_of(id)}, name);
  }
}

/// Sequences, open ranks and bodies are read, and not written yet.
Status check_writable(const Network& network) {
  for (const auto* ids : {&network.inputs(), &network.outputs()}) {
    for (const TensorId id : *ids) {
      if (network.tensor(id).is_plain()) continue;
      return unsupported("value '" + network.tensor(id).name +
                         "' is no tensor of known rank, and only such are written");
    }
  }
  for (const network::OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    if (!op.graphs.empty()) return unsupported("bodies, as of '" + op.name + "', are not written");
  }
  return {};
}

Status GraphWriter::write() {
  NIGHTJAR_TRY(check_writable(network_));
  name_ends();
  for (const TensorId id : network_.inputs()) {
    write_type(network_.tensor(id).desc, name_of(id), *graph_.add_input());
  }
  for (const network::OpId id : network_.topological_order()) {
    const Op& op = network_.op(id);
    const Status status = write_op(op);
    if (!status.ok()) return status.error().in(op.type + " '" + op.name + "'");
  }
  write_outputs();
  return {};
}

}  // namespace

Result<std::vector<std::byte>> export_model(const Network& network, const std::string& model_name) {
  wire::ModelProto model;
  model.set_ir_version(kWrittenIrVersion);
  model.set_producer_name("nightjar");
  auto& opset = *model.add_opset_import();
  opset.set_domain("");
  opset.set_version(kWrittenOpset);
  model.mutable_graph()->set_name(model_name);
  NIGHTJAR_TRY(GraphWriter(network, *model.mutable_graph()).write());
  const size_t size = model.ByteSizeLong();
  if (size > static_cast<size_t>(INT32_MAX)) {
    return unsupported("the model has " + std::to_string(size) +
                       " bytes, more than one file can hold");
  }
  std::vector<std::byte> bytes(size);
  model.SerializeToArray(bytes.data(), static_cast<int>(size));
  return bytes;
}

}  // namespace nightjar::onnx
