// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/bodies.h"

#include "engine/network/attribute_kinds.h"
#include "engine/onnx/read/body_inputs.h"
#include "engine/onnx/read/graph_reader.h"

namespace nightjar::onnx {
namespace {

using network::Network;

/// Rounds in which carried values may still become more general.
constexpr int kWideningRounds = 3;
/// Deeper bodies are read once: every level would multiply the readings by the rounds.
constexpr int kWideningDepth = 3;

/// A body, and what it captured by the ids of the network around it.
struct Body {
  std::shared_ptr<Network> network;
  std::vector<network::TensorId> captured;
};

Result<Body> read_body(const wire::GraphProto& graph, const BodySurroundings& around,
                       const std::vector<ValueType>& inputs, const std::string& prefix) {
  Body body{std::make_shared<Network>(), {}};
  Scope scope(*body.network, &around.scope);
  GraphReader reader(around.state, around.opsets, *body.network, scope, prefix);
  NIGHTJAR_TRY(reader.read(graph, inputs));
  body.captured = scope.captured();
  return body;
}

/// Reads until what is carried has the same description at the start and the end of a round.
Result<Body> settle_body(const wire::GraphProto& graph, const BodySurroundings& around,
                         const Node& node, const std::string& prefix) {
  NIGHTJAR_ASSIGN(BodyInputs inputs, first_body_inputs(graph, node, around.network, prefix));
  std::optional<Error> first_error;
  const int rounds = around.state.depth <= kWideningDepth ? kWideningRounds : 0;
  for (int round = 0; round < rounds; ++round) {
    auto body = read_body(graph, around, inputs.types, prefix);
    if (!body.ok()) {
      first_error = body.error();
      break;
    }
    if (!widen_body_inputs(inputs, *body->network, prefix)) return body;
  }
  if (first_error && inputs.carried.empty()) return *first_error;
  forget_carried_inputs(inputs);
  auto body = read_body(graph, around, inputs.types, prefix);
  return body.ok() || !first_error ? std::move(body) : Result<Body>(*first_error);
}

bool may_have_bodies(const network::Op& op) {
  return op.domain.empty() &&
         (op.type == "If" || op.type == "Loop" || op.type == "Scan" || op.type == "SequenceMap");
}

}  // namespace

Status read_bodies(const wire::NodeProto& proto, const BodySurroundings& around, Node& node) {
  std::map<std::string, const wire::GraphProto*> graphs;
  for (const auto& attribute : proto.attribute()) {
    if (!attribute.has_g()) continue;
    if (!may_have_bodies(node.op)) {
      return unsupported("attribute '" + attribute.name() + "' holds a graph");
    }
    graphs[attribute.name()] = &attribute.g();
  }
  if (graphs.empty()) return {};
  NIGHTJAR_TRY(network::check_attribute_kinds(node.op));
  const Deeper deeper(around.state);
  NIGHTJAR_TRY(deeper.check());
  // A Loop may leave out its first two inputs, after which captured values stand.
  if (node.op.type == "Loop" && node.op.inputs.size() < 2) {
    node.op.inputs.resize(2, network::kAbsent);
  }
  std::vector<int64_t> counts;
  std::vector<network::TensorId> captured;
  for (const auto& [name, graph] : graphs) {
    auto body = settle_body(*graph, around, node, node.op.name + "/" + name + "/");
    if (!body.ok()) return body.error().in("graph '" + name + "'");
    counts.push_back(static_cast<int64_t>(body->captured.size()));
    captured.insert(captured.end(), body->captured.begin(), body->captured.end());
    node.op.graphs[name] = std::move(body->network);
  }
  node.op.inputs.insert(node.op.inputs.end(), captured.begin(), captured.end());
  node.op.attributes.set("captures", counts);
  return {};
}

}  // namespace nightjar::onnx
