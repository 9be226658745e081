// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/onnx/read/node_order.h"

#include <queue>
#include <unordered_map>

#include "engine/onnx/read/free_names.h"

namespace nightjar::onnx {
namespace {

using Producers = std::unordered_map<std::string, int>;

Result<Producers> find_producers(const Nodes& nodes, const GivenNames& given) {
  Producers producers;
  for (int i = 0; i < nodes.size(); ++i) {
    for (const std::string& output : nodes.Get(i).output()) {
      if (output.empty()) continue;
      const bool is_new = producers.emplace(output, i).second;
      if (is_new && !given.defines(output)) continue;
      return invalid_input(node_title(nodes.Get(i), i) + " gives '" + output +
                           "', which something else gives as well");
    }
  }
  return producers;
}

}  // namespace

std::string node_name(const wire::NodeProto& node, int index) {
  return node.name().empty() ? node.op_type() + "_" + std::to_string(index) : node.name();
}

std::string node_title(const wire::NodeProto& node, int index) {
  return node.op_type() + " '" + node_name(node, index) + "'";
}

Result<std::vector<int>> order_nodes(const Nodes& nodes, const GivenNames& given) {
  NIGHTJAR_ASSIGN(const Producers producers, find_producers(nodes, given));
  const auto count = static_cast<size_t>(nodes.size());
  std::vector<std::vector<int>> readers(count);
  std::vector<int> waiting_for(count, 0);
  for (int i = 0; i < nodes.size(); ++i) {
    for (const std::string& input : read_names(nodes.Get(i))) {
      if (given.defines(input)) continue;
      const auto producer = producers.find(input);
      if (producer == producers.end()) {
        if (given.sees(input)) continue;
        return invalid_input(node_title(nodes.Get(i), i) + " reads '" + input +
                             "', which nothing gives");
      }
      readers[static_cast<size_t>(producer->second)].push_back(i);
      ++waiting_for[static_cast<size_t>(i)];
    }
  }
  std::priority_queue<int, std::vector<int>, std::greater<>> ready;
  for (size_t i = 0; i < count; ++i) {
    if (waiting_for[i] == 0) ready.push(static_cast<int>(i));
  }
  std::vector<int> order;
  while (!ready.empty()) {
    const int next = ready.top();
    ready.pop();
    order.push_back(next);
    for (const int reader : readers[static_cast<size_t>(next)]) {
      if (--waiting_for[static_cast<size_t>(reader)] == 0) ready.push(reader);
    }
  }
  for (size_t i = 0; i < count; ++i) {
    if (waiting_for[i] <= 0) continue;
    const int index = static_cast<int>(i);
    return invalid_input(node_title(nodes.Get(index), index) + " depends on its own output");
  }
  return order;
}

}  // namespace nightjar::onnx
