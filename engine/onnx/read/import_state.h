// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What all graphs of one model share while it is read.
#pragma once

#include <string>

#include "engine/onnx/onnx.h"
#include "engine/onnx/read/function.h"

namespace nightjar::onnx {

struct ImportState {
  std::string folder;  ///< Where external data may lie.
  ImportLimits limits;
  FunctionTable functions;
  const CustomOperators* custom = nullptr;  ///< nullptr: none.
  size_t nodes_left = limits.max_nodes;     ///< Bodies and functions count each time they are read.
  int depth = 0;                            ///< Graphs and function calls around the present one.
};

/// One more level of graphs and calls for as long as this lives.
class Deeper {
 public:
  explicit Deeper(ImportState& state) : state_(state) { ++state_.depth; }
  ~Deeper() { --state_.depth; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

  Status check() const {
    if (state_.depth <= state_.limits.max_graph_depth) return {};
    return invalid_input("graphs and calls of functions lie more than " +
                         std::to_string(state_.limits.max_graph_depth) + " levels deep");
  }

 private:
  ImportState& state_;
};

}  // namespace nightjar::onnx
