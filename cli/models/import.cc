// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <map>

#include "cli/command.h"
#include "cli/models/inspect/placement.h"
#include "engine/onnx/onnx.h"

namespace nightjar::cli {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

std::string describe(const network::Tensor& tensor) {
  using network::ValueKind;
  if (tensor.is_plain()) return tensor::to_string(tensor.desc);
  const bool is_typed = tensor.desc.type != tensor::DataType::kUndefined;
  const std::string type(is_typed ? tensor::name_of(tensor.desc.type) : "any type");
  if (tensor.kind == ValueKind::kSequence) return "sequence of " + type;
  if (tensor.kind == ValueKind::kOptional) return "optional of " + type;
  return type + "[shape known while running]";
}

std::string describe(const Network& network, const std::vector<TensorId>& tensors) {
  std::string text;
  for (const TensorId id : tensors) {
    if (id == network::kAbsent) continue;
    text += (text.empty() ? "" : ", ") + describe(network.tensor(id));
  }
  return text;
}

void print_file(const onnx::FileFacts& facts) {
  fmt::print("file: IR version {}", facts.ir_version);
  for (const auto& [domain, version] : facts.opsets) {
    fmt::print(", {} {}", domain.empty() ? "opset" : domain, version);
  }
  fmt::print("{}\n", facts.producer.empty() ? "" : ", made by " + facts.producer);
}

void print_boundary(const Network& network) {
  fmt::print("inputs\n");
  for (const TensorId id : network.inputs()) {
    fmt::print("  {}  {}\n", network.tensor(id).name, describe(network.tensor(id)));
  }
  fmt::print("outputs\n");
  for (size_t i = 0; i < network.outputs().size(); ++i) {
    fmt::print("  {}  {}\n", network.output_names()[i],
               describe(network.tensor(network.outputs()[i])));
  }
}

void print_operators(const Network& network) {
  std::map<std::string, size_t> counts;
  for (const OpId id : network.topological_order()) ++counts[operator_name(network.op(id))];
  fmt::print("operators: {} nodes of {} types\n", network.op_count(), counts.size());
  for (const auto& [name, count] : counts) fmt::print("  {:>5}  {}\n", count, name);
}

struct ParameterCount {
  int64_t elements = 0;
  size_t tensors = 0, bytes = 0;
};

void count_parameters(const Network& network, ParameterCount& count) {
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const auto& constant = network.tensor(static_cast<TensorId>(id)).constant;
    if (!constant || !tensor::is_float(constant->type())) continue;
    ++count.tensors;
    count.elements += constant->count();
    count.bytes += constant->byte_count();
  }
  for (const OpId id : network.topological_order()) {
    for (const auto& [name, body] : network.op(id).graphs) count_parameters(*body, count);
  }
}

void print_constants(const Network& network) {
  ParameterCount count;
  count_parameters(network, count);
  fmt::print("parameters: {} in {} float tensors, {} bytes\n", count.elements, count.tensors,
             count.bytes);
}

void print_places(const Network& network) {
  std::map<Place, std::map<std::string, size_t>> places;
  for (const OpId id : network.topological_order()) {
    const Placement placement = placement_of(network, network.op(id));
    ++places[placement.place][placement.detail];
  }
  fmt::print("where nodes run, each by itself (the builder fuses compiled ones):\n");
  for (const auto& [place, details] : places) {
    for (const auto& [detail, count] : details) {
      fmt::print("  {:>5}  {}: {}\n", count, to_string(place), detail);
    }
  }
}

void print_op(const Network& network, const Op& op, const std::string& indent) {
  const Placement placement = placement_of(network, op);
  fmt::print("{}{} ({}): {} -> {}; {}: {}\n", indent, op.name, operator_name(op),
             describe(network, op.inputs), describe(network, op.outputs),
             to_string(placement.place), placement.detail);
  for (const auto& [name, body] : op.graphs) {
    for (const OpId id : body->topological_order()) print_op(*body, body->op(id), indent + "    ");
  }
}

/// The node that an op came from: of the outermost graph, so without what functions and branches
/// add to the name.
std::string origin_of(const Op& op, const std::map<std::string, std::vector<OpId>>& by_node) {
  std::string name = op.origins.empty() ? op.name : op.origins.front();
  while (by_node.count(name) == 0) {
    const size_t slash = name.rfind('/');
    if (slash == std::string::npos) break;
    name.resize(slash);
  }
  return name;
}

/// Per node of the file: what it became, and where each op of that runs.
void print_nodes(const onnx::FileFacts& facts, const Network& network) {
  std::map<std::string, std::vector<OpId>> by_node;
  for (const onnx::FileNode& node : facts.nodes) by_node[node.name];
  for (const OpId id : network.topological_order()) {
    by_node[origin_of(network.op(id), by_node)].push_back(id);
  }
  fmt::print("nodes\n");
  for (const onnx::FileNode& node : facts.nodes) {
    const std::vector<OpId>& ops = by_node[node.name];
    const bool is_itself = ops.size() == 1 && network.op(ops[0]).type == node.type;
    if (!is_itself) {
      const char* kind = node.is_function ? "a function, written out" : "written out";
      fmt::print("  {} ({}): {}\n", node.name, node.type,
                 ops.empty() ? "nothing is left to compute" : kind);
    }
    for (const OpId id : ops) print_op(network, network.op(id), is_itself ? "  " : "    ");
  }
}

int import(const std::string& path, bool with_nodes) {
  const auto network = onnx::import_file(path);
  if (!network.ok()) return complain(network.error());
  const auto facts = onnx::read_facts(path);
  if (!facts.ok()) return complain(facts.error());
  print_file(*facts);
  print_boundary(*network);
  print_operators(*network);
  print_constants(*network);
  print_places(*network);
  if (with_nodes) print_nodes(*facts, *network);
  return kExitOk;
}

}  // namespace

void add_import_command(Command& program) {
  auto path = std::make_shared<std::string>();
  auto with_nodes = std::make_shared<bool>(false);
  Command command = program.subcommand("import", "Check a model and say what is in it");
  command.option("model", *path, "An ONNX file").required();
  command.flag("--nodes", *with_nodes, "What every node becomes, and where and why there");
  command.does([path, with_nodes] { return import(*path, *with_nodes); });
}

}  // namespace nightjar::cli
