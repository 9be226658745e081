// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <filesystem>

#include "engine/onnx/file_bytes.h"
#include "engine/onnx/onnx.h"
#include "engine/onnx/parse.h"
#include "engine/onnx/read/graph_reader.h"
#include "engine/onnx/read/node_order.h"
#include "engine/onnx/read/old_exporters.h"

namespace nightjar::onnx {
namespace {

/// The model in `bytes`, proved to have a graph of a bearable size.
Status parse_model(std::span<const std::byte> bytes, const ImportLimits& limits,
                   wire::ModelProto& model) {
  if (bytes.size() > limits.max_file_bytes) {
    return invalid_input("the model has " + std::to_string(bytes.size()) + " bytes, at most " +
                         std::to_string(limits.max_file_bytes) + " are allowed");
  }
  if (!parse(bytes, limits.max_graph_depth, model)) {
    return invalid_input(
        "not an ONNX model: the bytes are damaged, cut short or nested too deeply");
  }
  if (!model.has_graph()) return invalid_input("not an ONNX model: it has no graph");
  if (static_cast<size_t>(model.graph().node_size()) <= limits.max_nodes) return {};
  return invalid_input("the model has " + std::to_string(model.graph().node_size()) +
                       " nodes, at most " + std::to_string(limits.max_nodes) + " are allowed");
}

}  // namespace

Result<network::Network> import_model(std::span<const std::byte> bytes, const std::string& folder,
                                      const ImportLimits& limits, const CustomOperators* custom) {
  wire::ModelProto model;
  NIGHTJAR_TRY(parse_model(bytes, limits, model));
  mend_exporter_faults(model);
  NIGHTJAR_ASSIGN(const Opsets opsets, read_opsets(model.opset_import()));
  ImportState state{folder, limits, {}, custom};
  NIGHTJAR_ASSIGN(state.functions, FunctionTable::of(model));
  network::Network network;
  Scope scope(network);
  NIGHTJAR_TRY(GraphReader(state, opsets, network, scope).read(model.graph()));
  return network;
}

Result<network::Network> import_file(const std::string& path, const ImportLimits& limits,
                                     const CustomOperators* custom) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, limits.max_file_bytes));
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  auto network = import_model(bytes, folder, limits, custom);
  if (!network.ok()) return network.error().in(path);
  return network;
}

Result<FileFacts> read_facts(const std::string& path, const ImportLimits& limits) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, limits.max_file_bytes));
  wire::ModelProto model;
  const Status parsed = parse_model(bytes, limits, model);
  if (!parsed.ok()) return parsed.error().in(path);
  NIGHTJAR_ASSIGN(const FunctionTable functions, FunctionTable::of(model));
  FileFacts facts;
  facts.ir_version = model.ir_version();
  facts.producer = model.producer_name();
  if (!model.producer_version().empty()) facts.producer += " " + model.producer_version();
  NIGHTJAR_ASSIGN(facts.opsets, read_opsets(model.opset_import()));
  for (int i = 0; i < model.graph().node_size(); ++i) {
    const wire::NodeProto& node = model.graph().node(i);
    facts.nodes.push_back({node_name(node, i), plain_domain(node.domain()), node.op_type(),
                           functions.find(node) != nullptr});
  }
  return facts;
}

Result<std::vector<network::ValueKind>> declared_outputs(const std::string& path,
                                                         const ImportLimits& limits) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, limits.max_file_bytes));
  wire::ModelProto model;
  const Status parsed = parse_model(bytes, limits, model);
  if (!parsed.ok()) return parsed.error().in(path);
  SymbolNames symbols;
  std::vector<network::ValueKind> kinds;
  for (const auto& output : model.graph().output()) {
    const auto type = read_value_type(output, symbols);
    kinds.push_back(type.ok() ? type->kind : network::ValueKind::kTensor);
  }
  return kinds;
}

}  // namespace nightjar::onnx
