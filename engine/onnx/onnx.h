// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// ONNX files to networks and back. Protobuf stays inside this room.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/network/network.h"
#include "engine/tensor/value.h"

namespace nightjar::onnx {

/// Bounds on hostile files.
struct ImportLimits {
  size_t max_file_bytes = size_t{2} << 30;
  size_t max_nodes = 1'000'000;
  int max_graph_depth = 32;
  size_t max_dense_bytes = size_t{1} << 30;  ///< What a sparse tensor may grow to.
};

/// The newest opset whose meanings the network has.
inline constexpr int kNewestOpset = 28;

/// A node of a domain that the network does not know.
struct CustomNode {
  std::string domain, type;
  int64_t version = 0;  ///< At which the model imports the domain.
  std::vector<tensor::TensorDesc> inputs;
  tensor::Attributes attributes;
};

/// Operators of such domains, from those who brought them.
class CustomOperators {
 public:
  virtual ~CustomOperators() = default;
  virtual bool has(const std::string& domain, const std::string& type) const = 0;
  /// The op that stands for the node, made by network::make_plugin_op; or why there is none.
  virtual Result<network::Op> make(const CustomNode& node) const = 0;
};

/// Reads a model. `folder` is where external data may lie (never outside of it); empty forbids it.
/// `custom`, where given, is asked for operators that the network does not know. Errors name the
/// node, its operator and the reason.
Result<network::Network> import_model(std::span<const std::byte> bytes, const std::string& folder,
                                      const ImportLimits& limits = {},
                                      const CustomOperators* custom = nullptr);
Result<network::Network> import_file(const std::string& path, const ImportLimits& limits = {},
                                     const CustomOperators* custom = nullptr);

/// Serialises a network of ONNX operators as a standard model (opset 17, IR version 8). Symbols
/// become dim_params. Deterministic. Ops of our own domain have no standard form and are refused.
Result<std::vector<std::byte>> export_model(const network::Network& network,
                                            const std::string& model_name);

/// A node of the file, by the name that origins of ops go by.
struct FileNode {
  std::string name;
  std::string domain;  ///< "" for ONNX's own.
  std::string type;
  bool is_function = false;  ///< Calls a function of the model.
};

/// What a file says of itself, before anything is made of it.
struct FileFacts {
  int64_t ir_version = 0;
  std::string producer;                   ///< "pytorch 2.1.0"; empty when it is not said.
  std::map<std::string, int64_t> opsets;  ///< By domain; ONNX's own is "".
  std::vector<FileNode> nodes;            ///< Of the outermost graph, as they stand.
};
Result<FileFacts> read_facts(const std::string& path, const ImportLimits& limits = {});

/// A form of an operator that is rewritten on import.
struct RewrittenForm {
  std::string domain;  ///< "" for ONNX's own.
  std::string type;
  int64_t before = 0;  ///< In opsets below this one; INT64_MAX: in all.
};
/// Every such form, by domain and name, oldest first.
std::vector<RewrittenForm> rewritten_forms();

/// What the outputs of a model are said to be, in the model's order.
Result<std::vector<network::ValueKind>> declared_outputs(const std::string& path,
                                                         const ImportLimits& limits = {});

/// Reads a serialised TensorProto (a .pb file of the ONNX backend tests).
Result<tensor::HostTensor> read_tensor(std::span<const std::byte> bytes);
Result<tensor::HostTensor> read_tensor_file(const std::string& path);
/// Reads a serialised TensorProto, SequenceProto or OptionalProto.
Result<tensor::Value> read_value(std::span<const std::byte> bytes, network::ValueKind kind);
Result<tensor::Value> read_value_file(const std::string& path, network::ValueKind kind);
/// The reverse of read_tensor. Deterministic.
std::vector<std::byte> write_tensor(const tensor::HostTensor& tensor, const std::string& name);

}  // namespace nightjar::onnx
