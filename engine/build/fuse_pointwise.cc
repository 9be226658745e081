// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/fuse_pointwise.h"

#include <algorithm>
#include <map>

#include "kernels/pointwise/pointwise.h"

namespace nightjar::build {
namespace {

using kernels::pointwise::Expression;
using kernels::pointwise::PointwiseProblem;
using plan::TensorIndex;

constexpr size_t kMaxInputs = 8;
constexpr size_t kMaxCalls = 64;

bool is_pointwise(const ProgramStep& step) { return step.problem.family == "pointwise"; }

/// A pointwise step in parts: its problem, and which tensor each input is.
struct Parts {
  PointwiseProblem problem;
  std::vector<TensorIndex> inputs;

  /// The position of `tensor` among the inputs, added when it is new.
  size_t position_of(TensorIndex tensor, const tensor::TensorDesc& desc) {
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (inputs[i] == tensor && problem.inputs[i] == desc) return i;
    }
    inputs.push_back(tensor);
    problem.inputs.push_back(desc);
    return inputs.size() - 1;
  }
};

std::optional<Parts> parts_of(const ProgramStep& step) {
  auto problem = PointwiseProblem::from_problem(step.problem);
  if (!problem.ok()) return std::nullopt;
  return Parts{std::move(*problem), step.inputs};
}

/// `inner` computed in place of operand `operand` of `outer`.
Parts joined(const Parts& outer, size_t operand, const Parts& inner) {
  Parts parts{outer.problem, {}};
  parts.problem.inputs.clear();
  const auto placed = [&parts](const Parts& from) {
    std::vector<Expression> inputs;
    for (size_t i = 0; i < from.inputs.size(); ++i) {
      inputs.push_back(
          Expression::input(parts.position_of(from.inputs[i], from.problem.inputs[i])));
    }
    return inputs;
  };
  const Expression value = inner.problem.expression.substitute(placed(inner));
  std::vector<Expression> replacements;
  for (size_t i = 0; i < outer.inputs.size(); ++i) {
    if (outer.inputs[i] == outer.inputs[operand]) {
      replacements.push_back(value);
    } else {
      replacements.push_back(
          Expression::input(parts.position_of(outer.inputs[i], outer.problem.inputs[i])));
    }
  }
  parts.problem.expression = outer.problem.expression.substitute(replacements);
  return parts;
}

class Fusion {
 public:
  explicit Fusion(Program& program) : program_(program) {
    for (size_t step = 0; step < program.steps.size(); ++step) {
      for (const TensorIndex output : program.steps[step].outputs) producer_[output] = step;
      for (const TensorIndex input : program.steps[step].inputs) ++reads_[input];
    }
    for (const ProgramTensor& tensor : program.tensors) ++reads_[tensor.facts.alias_of];
    for (const TensorIndex output : program.outputs) ++reads_[output];
    gone_.assign(program.steps.size(), false);
  }

  size_t run() {
    size_t fused = 0;
    for (size_t step = 0; step < program_.steps.size(); ++step) {
      while (is_pointwise(program_.steps[step]) && absorb_one(step)) ++fused;
    }
    std::vector<ProgramStep> kept;
    for (size_t step = 0; step < gone_.size(); ++step) {
      if (!gone_[step]) kept.push_back(std::move(program_.steps[step]));
    }
    program_.steps = std::move(kept);
    return fused;
  }

 private:
  bool absorb_one(size_t step) {
    const auto outer = parts_of(program_.steps[step]);
    if (!outer) return false;
    for (size_t operand = 0; operand < outer->inputs.size(); ++operand) {
      const TensorIndex tensor = outer->inputs[operand];
      const auto producer = producer_.find(tensor);
      if (producer == producer_.end() || !is_pointwise(program_.steps[producer->second])) continue;
      const auto reads_here = std::count(outer->inputs.begin(), outer->inputs.end(), tensor);
      if (reads_[tensor] != reads_here) continue;
      const auto inner = parts_of(program_.steps[producer->second]);
      if (inner && fits(*outer, *inner) && absorb(step, *outer, operand, *inner)) return true;
    }
    return false;
  }

  static bool fits(const Parts& outer, const Parts& inner) {
    return inner.problem.compute == outer.problem.compute &&
           inner.problem.output.shape == outer.problem.output.shape &&
           kernels::pointwise::may_stay_computed(inner.problem);
  }

  bool absorb(size_t step, const Parts& outer, size_t operand, const Parts& inner) {
    const Parts parts = joined(outer, operand, inner);
    if (parts.inputs.size() > kMaxInputs || parts.problem.expression.call_count() > kMaxCalls) {
      return false;
    }
    ProgramStep& into = program_.steps[step];
    const size_t from_index = producer_[outer.inputs[operand]];
    const ProgramStep& from = program_.steps[from_index];
    for (const TensorIndex input : from.inputs) --reads_[input];
    for (const TensorIndex input : into.inputs) --reads_[input];
    into.problem = parts.problem.to_problem();
    into.inputs = parts.inputs;
    for (const TensorIndex input : into.inputs) ++reads_[input];
    into.operation = from.operation + "+" + into.operation;
    std::vector<std::string> nodes = from.nodes;
    nodes.insert(nodes.end(), into.nodes.begin(), into.nodes.end());
    into.nodes = std::move(nodes);
    gone_[from_index] = true;
    return true;
  }

  Program& program_;
  std::map<TensorIndex, size_t> producer_;
  std::map<TensorIndex, int64_t> reads_;
  std::vector<bool> gone_;
};

}  // namespace

size_t fuse_pointwise(Program& program) { return Fusion(program).run(); }

}  // namespace nightjar::build
