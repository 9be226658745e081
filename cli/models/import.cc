// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>

#include "cli/command.h"
#include "engine/lower/lower.h"
#include "engine/onnx/onnx.h"

namespace nightjar::cli {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;

std::string operator_name(const Op& op) {
  return op.domain.empty() ? op.type : op.domain + "::" + op.type;
}

std::string describe(const Network& network, const std::vector<TensorId>& tensors) {
  std::string text;
  for (const TensorId id : tensors) {
    if (id == network::kAbsent) continue;
    text += (text.empty() ? "" : ", ") + tensor::to_string(network.tensor(id).desc);
  }
  return text;
}

void print_boundary(const Network& network) {
  fmt::print("inputs\n");
  for (const TensorId id : network.inputs()) {
    const network::Tensor& tensor = network.tensor(id);
    fmt::print("  {}  {}\n", tensor.name, tensor::to_string(tensor.desc));
  }
  fmt::print("outputs\n");
  for (size_t i = 0; i < network.outputs().size(); ++i) {
    fmt::print("  {}  {}\n", network.output_names()[i],
               tensor::to_string(network.tensor(network.outputs()[i]).desc));
  }
}

void print_operators(const Network& network) {
  std::map<std::string, size_t> counts;
  for (const OpId id : network.topological_order()) ++counts[operator_name(network.op(id))];
  fmt::print("operators: {} nodes of {} types\n", network.op_count(), counts.size());
  for (const auto& [name, count] : counts) fmt::print("  {:>5}  {}\n", count, name);
}

void print_constants(const Network& network) {
  int64_t elements = 0;
  size_t tensors = 0, bytes = 0;
  for (size_t id = 0; id < network.tensor_count(); ++id) {
    const auto& constant = network.tensor(static_cast<TensorId>(id)).constant;
    if (!constant || !tensor::is_float(constant->type())) continue;
    ++tensors;
    elements += constant->count();
    bytes += constant->byte_count();
  }
  fmt::print("parameters: {} in {} float tensors, {} bytes\n", elements, tensors, bytes);
}

// What a node becomes by itself, before the builder fuses it with its neighbours.
std::string problems_of(const Network& network, const Op& op) {
  const auto lowered = lower::lower_op(network, op);
  if (!lowered.ok()) return "not supported: " + lowered.error().message;
  if (lowered->is_alias) return "nothing: its output is its input";
  std::string text;
  for (const lower::Step& step : lowered->steps) {
    text += (text.empty() ? "" : " -> ") + step.problem.family;
  }
  return text;
}

void print_nodes(const Network& network) {
  fmt::print("nodes\n");
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    fmt::print("  {} ({}): {} -> {}; {}\n", op.name, operator_name(op),
               describe(network, op.inputs), describe(network, op.outputs),
               problems_of(network, op));
  }
}

int import(const std::string& path, bool with_nodes) {
  const auto network = onnx::import_file(path);
  if (!network.ok()) return complain(network.error());
  print_boundary(*network);
  print_operators(*network);
  print_constants(*network);
  if (with_nodes) print_nodes(*network);
  return kExitOk;
}

}  // namespace

void add_import_command(CLI::App& app, int& exit_code) {
  auto path = std::make_shared<std::string>();
  auto with_nodes = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("import", "Check a model and say what is in it");
  command->add_option("model", *path, "An ONNX file")->required();
  command->add_flag("--nodes", *with_nodes, "What every node becomes");
  command->callback([path, with_nodes, &exit_code] { exit_code = import(*path, *with_nodes); });
}

}  // namespace nightjar::cli
