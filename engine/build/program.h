// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A whole network as steps over kernel problems, before any tactic is chosen.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/network/network.h"
#include "engine/plan/plan.h"
#include "kernels/common/problem.h"

namespace nightjar::build {

/// A plan tensor, with its bytes while it is a constant.
struct ProgramTensor {
  plan::PlanTensor facts;
  std::optional<tensor::HostTensor> constant;
};

/// A step without a tactic yet. Operands index the program's tensors.
struct ProgramStep {
  std::string name, operation;
  kernels::Problem problem;
  std::vector<plan::TensorIndex> inputs, outputs;
  std::vector<std::string> nodes;
};

struct Program {
  std::vector<ProgramTensor> tensors;
  std::vector<ProgramStep> steps;
  std::vector<plan::TensorIndex> inputs, outputs;
  std::vector<std::string> output_names;
  /// The layout that was chosen for each op that does not work row-major, by the name of its first
  /// output; empty where one layout was taken for all.
  std::map<std::string, std::string> layouts;
};

/// Lowers every op in topological order. Renamings become aliases; an output that would share
/// bytes with an input, a constant or another output gets a copy of its own.
Result<Program> make_program(const network::Network& network);

/// The constant operands of a step, undefined where an operand is not one.
std::vector<tensor::HostTensor> constants_of(const Program& program, const ProgramStep& step);

}  // namespace nightjar::build
