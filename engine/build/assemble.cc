// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/assemble.h"

#include <algorithm>

#include "engine/build/choose/decisions.h"
#include "engine/build/weight_store.h"
#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

using plan::TensorIndex;

class Assembly {
 public:
  Assembly(const Program& program, device::Device& device, std::vector<RejectedTactic>& rejected)
      : program_(program), device_(device), rejected_(rejected) {}

  Result<plan::Plan> run(const std::vector<Choice>& choices, const BuildOptions& options) {
    plan_.model_name = options.model_name;
    plan_.precision = to_string(options.precision);
    plan_.fingerprint = {device_.info().class_name(), kernels::library_versions()};
    for (const ProgramTensor& tensor : program_.tensors) plan_.tensors.push_back(tensor.facts);
    plan_.inputs = program_.inputs;
    plan_.outputs = program_.outputs;
    plan_.output_names = program_.output_names;
    for (size_t i = 0; i < program_.steps.size(); ++i) {
      NIGHTJAR_TRY(add_step(program_.steps[i], choices[i]));
    }
    store_bound_constants();
    plan_.decisions_json = to_text(decisions_of(program_, choices, device_.info(), options));
    const auto section = weights_.take();
    plan_.weights = *section;
    plan_.storage = section;
    for (const auto& [offset, byte_count] : spare_) plan_.spare.push_back({offset, byte_count});
    return std::move(plan_);
  }

 private:
  Status add_step(const ProgramStep& step, const Choice& choice) {
    const auto constants = constants_of(program_, step);
    Candidate winner = choice.winner;
    auto prepared = winner.tactic->prepare(step.problem, winner.config, constants, device_);
    if (!prepared.ok()) {
      rejected_.push_back(
          {step.name, std::string(winner.tactic->name()), prepared.error().message});
      winner = {kernels::last_resort(step.problem.family, device_.info().kind), ""};
      if (winner.tactic == nullptr) return prepared.error().in("step '" + step.name + "'");
      prepared = winner.tactic->prepare(step.problem, "", constants, device_);
      if (!prepared.ok()) return prepared.error().in("step '" + step.name + "'");
    }
    plan::PlanStep out;
    out.name = step.name;
    out.operation = step.operation;
    out.tactic = winner.tactic->name();
    out.config = winner.config;
    ByteWriter problem;
    step.problem.write(problem);
    out.problem = problem.take();
    out.blob = weights_.put(prepared->blob);
    if (prepared->spare_bytes > 0) {
      const uint64_t kept = out.blob.byte_count - prepared->spare_bytes;
      spare_[out.blob.offset + kept] = prepared->spare_bytes;
    }
    out.inputs = step.inputs;
    for (const size_t packed : prepared->packed_inputs) out.inputs[packed] = plan::kAbsent;
    out.outputs = step.outputs;
    out.nodes = step.nodes;
    out.tuned_ns = choice.median_ns;
    plan_.steps.push_back(std::move(out));
    return {};
  }

  /// Constants that a kernel reads as an operand; packed ones live in blobs alone.
  void store_bound_constants() {
    for (const plan::PlanStep& step : plan_.steps) {
      for (const TensorIndex index : step.inputs) store(index);
    }
    for (const TensorIndex index : plan_.outputs) store(index);
  }

  void store(TensorIndex index) {
    if (index == plan::kAbsent) return;
    const ProgramTensor& tensor = program_.tensors[static_cast<size_t>(index)];
    if (tensor.facts.alias_of != plan::kAbsent) return store(tensor.facts.alias_of);
    if (!tensor.constant) return;
    plan_.tensors[static_cast<size_t>(index)].weights = weights_.put(tensor.constant->byte_span());
  }

  const Program& program_;
  device::Device& device_;
  std::vector<RejectedTactic>& rejected_;
  plan::Plan plan_;
  WeightStore weights_;
  std::map<uint64_t, uint64_t> spare_;  // bytes at offsets of the weights
};

}  // namespace

Result<plan::Plan> assemble_plan(const Program& program, const std::vector<Choice>& choices,
                                 device::Device& device, const BuildOptions& options,
                                 std::vector<RejectedTactic>& rejected) {
  return Assembly(program, device, rejected).run(choices, options);
}

}  // namespace nightjar::build
