// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/build_script.h"

#include <fmt/format.h>

#include "engine/build/choose/recorded_choices.h"
#include "engine/build/compile.h"
#include "engine/build/partition.h"
#include "engine/late/walker.h"
#include "engine/network/network_bytes.h"
#include "kernels/common/library_versions.h"

namespace nightjar::build {
namespace {

using network::Network;
using network::TensorId;

/// An input or output of the script. Nothing is said of one that only running describes.
plan::PlanTensor plan_tensor(const network::Tensor& tensor, std::string name,
                             plan::TensorRole role) {
  plan::PlanTensor facts;
  facts.name = std::move(name);
  if (tensor.is_plain()) facts.desc = tensor.desc;
  facts.role = role;
  return facts;
}

void describe_values(const Network& script, plan::Plan& plan) {
  for (const TensorId id : script.inputs()) {
    plan.inputs.push_back(static_cast<plan::TensorIndex>(plan.tensors.size()));
    const network::Tensor& tensor = script.tensor(id);
    plan.tensors.push_back(plan_tensor(tensor, tensor.name, plan::TensorRole::kInput));
  }
  for (size_t i = 0; i < script.outputs().size(); ++i) {
    plan.outputs.push_back(static_cast<plan::TensorIndex>(plan.tensors.size()));
    plan.tensors.push_back(plan_tensor(script.tensor(script.outputs()[i]), script.output_names()[i],
                                       plan::TensorRole::kOutput));
  }
  plan.output_names = script.output_names();
}

/// What people read of each op: its name, where it came from, and how it runs. A part gives all
/// of its own steps.
void describe_steps(const Network& script, plan::Plan& plan) {
  for (const network::OpId id : script.topological_order()) {
    const network::Op& op = script.op(id);
    if (late::is_part(op)) {
      for (plan::PlanStep step : plan.parts[late::part_of(op)].steps) {
        step.problem.clear();
        step.blob = {};
        step.inputs.clear();
        step.outputs.clear();
        plan.steps.push_back(std::move(step));
      }
      continue;
    }
    plan::PlanStep step;
    step.name = op.name;
    step.operation = op.type;
    step.tactic = "late";
    step.nodes = op.origins;
    plan.steps.push_back(std::move(step));
  }
}

Result<std::string> script_decisions(const plan::Plan& plan) {
  Decisions decisions{plan.model_name,
                      plan.precision,
                      plan.fingerprint.device_class,
                      plan.fingerprint.libraries,
                      {},
                      {},
                      {},
                      {}};
  for (const plan::PlanStep& step : plan.steps) {
    DecidedStep entry;
    entry.name = step.name;
    entry.operation = step.operation;
    entry.nodes = step.nodes;
    entry.tactic = step.tactic;
    decisions.script.push_back(std::move(entry));
  }
  for (const plan::Plan& part : plan.parts) {
    NIGHTJAR_ASSIGN(auto of_part, decisions_from_text(part.decisions_json));
    decisions.parts.push_back(std::move(of_part));
  }
  return to_text(decisions);
}

}  // namespace

Result<BuildOutcome> build_script(const Network& network, device::Device& device,
                                  const BuildOptions& options, const Clock& clock) {
  const int64_t start_ns = clock.steady_ns();
  const Partition split = partition(network);
  BuildOutcome outcome;
  plan::Plan& plan = outcome.plan;
  for (size_t i = 0; i < split.parts.size(); ++i) {
    BuildOptions of_part = options;
    of_part.tuning_budget_ns =
        std::max<int64_t>(0, options.tuning_budget_ns - (clock.steady_ns() - start_ns));
    if (!options.decisions_json.empty()) {
      NIGHTJAR_ASSIGN(of_part.decisions_json, decisions_of_part(options.decisions_json, i));
    }
    auto part = compile(split.parts[i], device, of_part, clock);
    if (!part.ok()) return part.error();
    for (const std::string& pass : part->passes) {
      outcome.passes.push_back(fmt::format("part {}: {}", i, pass));
    }
    outcome.rejected.insert(outcome.rejected.end(), part->rejected.begin(), part->rejected.end());
    outcome.steps_from_decisions += part->steps_from_decisions;
    outcome.optimize_ns += part->optimize_ns;
    outcome.tune_ns += part->tune_ns;
    plan.parts.push_back(std::move(part->plan));
  }
  plan.model_name = options.model_name;
  plan.precision = to_string(options.precision);
  plan.fingerprint = {device.info().class_name(), kernels::library_versions()};
  describe_values(split.script, plan);
  describe_steps(split.script, plan);
  ByteWriter script;
  network::write(split.script, script);
  plan.script = script.take();
  NIGHTJAR_ASSIGN(plan.decisions_json, script_decisions(plan));
  outcome.passes.push_back(fmt::format("partition: {} parts, {} ops in the script",
                                       plan.parts.size(), split.script.op_count()));
  outcome.bytes = plan::write_plan(plan);
  outcome.total_ns = static_cast<double>(clock.steady_ns() - start_ns);
  return outcome;
}

}  // namespace nightjar::build
