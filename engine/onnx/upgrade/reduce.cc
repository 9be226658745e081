// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Reductions: axes that were an attribute once.
#include "engine/onnx/upgrade/upgrade.h"

namespace nightjar::onnx {
namespace {

/// Opset 13 for ReduceSum, 18 for the others: axes become an input.
Status axes_input(Node& node, Emitter& emit) {
  NIGHTJAR_ASSIGN(const auto axes, take_ints(node, "axes"));
  if (axes && !axes->empty()) set_input(node, 1, emit.integers("axes", *axes));
  return {};
}

}  // namespace

std::vector<UpgradeStep> reduce_steps() {
  std::vector<UpgradeStep> steps = {{"ReduceSum", 13, axes_input}};
  for (const char* type : {"ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1",
                           "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"}) {
    steps.push_back({type, 18, axes_input});
  }
  return steps;
}

}  // namespace nightjar::onnx
