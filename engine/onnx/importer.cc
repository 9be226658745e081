// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <filesystem>

#include "engine/onnx/file_bytes.h"
#include "engine/onnx/graph_reader.h"
#include "engine/onnx/onnx.h"
#include "engine/onnx/tensor_proto.h"

namespace nightjar::onnx {
namespace {

/// Three messages lie between a graph and one inside it: node, attribute, graph.
constexpr int kMessagesPerGraph = 3;
constexpr int kMessagesBesideGraphs = 16;

/// Parses with a bound on nesting; false on damaged or too deep bytes.
template <typename Message>
bool parse(std::span<const std::byte> bytes, int max_graph_depth, Message& message) {
  if (bytes.size() > static_cast<size_t>(INT32_MAX)) return false;
  google::protobuf::io::ArrayInputStream stream(bytes.data(), static_cast<int>(bytes.size()));
  google::protobuf::io::CodedInputStream coded(&stream);
  coded.SetRecursionLimit(max_graph_depth * kMessagesPerGraph + kMessagesBesideGraphs);
  return message.ParseFromCodedStream(&coded) && coded.ConsumedEntireMessage();
}

Result<Opsets> read_opsets(const wire::ModelProto& model) {
  Opsets opsets;
  for (const auto& import : model.opset_import()) {
    const std::string domain = import.domain() == "ai.onnx" ? "" : import.domain();
    opsets[domain] = import.version();
  }
  // Files older than IR version 3 import nothing and mean the first operator set.
  if (opsets.count("") == 0) opsets[""] = 1;
  const int64_t version = opsets[""];
  if (version >= 1 && version <= kNewestOpset) return opsets;
  return unsupported("the model uses opset " + std::to_string(version) + ", 1 to " +
                     std::to_string(kNewestOpset) + " are supported");
}

}  // namespace

Result<network::Network> import_model(std::span<const std::byte> bytes, const std::string& folder,
                                      const ImportLimits& limits) {
  if (bytes.size() > limits.max_file_bytes) {
    return invalid_input("the model has " + std::to_string(bytes.size()) + " bytes, at most " +
                         std::to_string(limits.max_file_bytes) + " are allowed");
  }
  wire::ModelProto model;
  if (!parse(bytes, limits.max_graph_depth, model)) {
    return invalid_input(
        "not an ONNX model: the bytes are damaged, cut short or nested too deeply");
  }
  if (!model.has_graph()) return invalid_input("not an ONNX model: it has no graph");
  if (static_cast<size_t>(model.graph().node_size()) > limits.max_nodes) {
    return invalid_input("the model has " + std::to_string(model.graph().node_size()) +
                         " nodes, at most " + std::to_string(limits.max_nodes) + " are allowed");
  }
  NIGHTJAR_ASSIGN(const Opsets opsets, read_opsets(model));
  return GraphReader(opsets, folder, limits).read(model.graph());
}

Result<network::Network> import_file(const std::string& path, const ImportLimits& limits) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, limits.max_file_bytes));
  const std::string folder = std::filesystem::absolute(path).parent_path().string();
  auto network = import_model(bytes, folder, limits);
  if (!network.ok()) return network.error().in(path);
  return network;
}

Result<tensor::HostTensor> read_tensor(std::span<const std::byte> bytes) {
  wire::TensorProto proto;
  if (!parse(bytes, 0, proto)) return invalid_input("not a serialised tensor");
  return from_proto(proto, "");
}

Result<tensor::HostTensor> read_tensor_file(const std::string& path) {
  NIGHTJAR_ASSIGN(const auto bytes, read_file_bytes(path, ImportLimits{}.max_file_bytes));
  auto value = read_tensor(bytes);
  if (!value.ok()) return value.error().in(path);
  return value;
}

std::vector<std::byte> write_tensor(const tensor::HostTensor& tensor, const std::string& name) {
  wire::TensorProto proto;
  to_proto(tensor, name, proto);
  std::vector<std::byte> bytes(proto.ByteSizeLong());
  proto.SerializeToArray(bytes.data(), static_cast<int>(bytes.size()));
  return bytes;
}

}  // namespace nightjar::onnx
