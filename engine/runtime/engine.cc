// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/check.h"
#include "engine/runtime/bucket.h"
#include "engine/runtime/engine_state.h"
#include "kernels/common/library_versions.h"

namespace nightjar::runtime {
namespace {

std::string remedy(const plan::Plan& plan) {
  return plan.network.empty() ? "build it again here"
                              : "build it again here, from the network inside it";
}

Status check_complete(const plan::Plan& plan) {
  if (!plan.is_stripped) return {};
  return unsupported("the plan's weights were left out: refit it with the model it was built from");
}

Status check_fingerprint(const plan::Plan& plan, const device::Device& device) {
  const std::string here = device.info().class_name();
  if (plan.fingerprint.device_class != here) {
    return unsupported("the plan was built for '" + plan.fingerprint.device_class +
                       "' and this device is '" + here + "': " + remedy(plan));
  }
  const auto versions = kernels::library_versions();
  for (const auto& [library, version] : plan.fingerprint.libraries) {
    const auto found = versions.find(library);
    const std::string have = found == versions.end() ? "absent" : found->second;
    if (have != version) {
      return unsupported("the plan was built with " + library + " " + version + ", here it is " +
                         have + ": " + remedy(plan));
    }
  }
  return {};
}

const kernels::Tactic* find_tactic(const std::string& name,
                                   const std::vector<const kernels::Tactic*>& user_tactics) {
  if (const kernels::Tactic* tactic = kernels::find_tactic(name)) return tactic;
  const auto found = std::find_if(user_tactics.begin(), user_tactics.end(),
                                  [&](const auto* tactic) { return tactic->name() == name; });
  return found == user_tactics.end() ? nullptr : *found;
}

/// Whether opening it asks a library, which refuses what it does not solve. To ask it twice would
/// take as long as the rest of loading.
bool refuses_itself(const kernels::Tactic& tactic) {
  switch (tactic.source()) {
    case kernels::TacticSource::kOneDnn:
    case kernels::TacticSource::kCublasLt:
    case kernels::TacticSource::kCudnn:
      return true;
    case kernels::TacticSource::kPlain:
    case kernels::TacticSource::kOwn:
    case kernels::TacticSource::kHost:
      return false;
  }
  return false;
}

/// An operand the problem has may be absent where a kernel has packed it, and an output never.
Status check_presence(const plan::PlanStep& step, const kernels::Problem& problem) {
  const auto is_lacking = [](plan::TensorIndex index, const tensor::TensorDesc& desc) {
    return index == plan::kAbsent && desc.type != tensor::DataType::kUndefined;
  };
  for (size_t i = 0; i < step.inputs.size(); ++i) {
    if (step.blob.byte_count == 0 && is_lacking(step.inputs[i], problem.inputs[i])) {
      return invalid_input("step '" + step.name + "' lacks input " + std::to_string(i));
    }
  }
  for (size_t i = 0; i < step.outputs.size(); ++i) {
    if (is_lacking(step.outputs[i], problem.outputs[i])) {
      return invalid_input("step '" + step.name + "' lacks output " + std::to_string(i));
    }
  }
  return {};
}

Status look_up_step(const plan::PlanStep& step,
                    const std::vector<const kernels::Tactic*>& user_tactics, EngineState& state) {
  const kernels::Tactic* tactic = find_tactic(step.tactic, user_tactics);
  if (tactic == nullptr) {
    return unsupported(
        "step '" + step.name + "' wants tactic '" + step.tactic +
        "', which this program does not have: build the plan again or load its plugin");
  }
  ByteReader in(step.problem);
  auto problem = kernels::Problem::read(in);
  if (!problem.ok()) return problem.error().in("step '" + step.name + "'");
  if (problem->inputs.size() != step.inputs.size() ||
      problem->outputs.size() != step.outputs.size() || problem->family != tactic->family()) {
    return invalid_input("step '" + step.name + "' does not fit its problem");
  }
  if (!refuses_itself(*tactic) && !tactic->supports(*problem, state.device->info())) {
    return invalid_input("step '" + step.name + "': tactic '" + step.tactic + "' does not solve '" +
                         problem->to_string() + "': the plan is damaged, build it again");
  }
  NIGHTJAR_TRY(check_presence(step, *problem));
  state.problems.push_back(std::move(*problem));
  state.tactics.push_back(tactic);
  return {};
}

std::set<std::string> symbols_of(const EngineState& state) {
  std::vector<std::string> names;
  for (const plan::PlanTensor& tensor : state.plan.tensors) {
    for (const tensor::Dim& extent : tensor.desc.shape) extent.collect_symbols(names);
  }
  for (const kernels::Problem& problem : state.problems) {
    for (const tensor::Dim& parameter : problem.parameters) parameter.collect_symbols(names);
  }
  return {names.begin(), names.end()};
}

const plan::PlanTensor& find_named(const plan::Plan& plan,
                                   const std::vector<plan::TensorIndex>& ids,
                                   const std::vector<std::string>& names, const std::string& name) {
  const auto at = std::find(names.begin(), names.end(), name);
  NIGHTJAR_CHECK(at != names.end(), name.c_str());
  return plan.tensors[static_cast<size_t>(ids[static_cast<size_t>(at - names.begin())])];
}

}  // namespace

Engine::Engine(std::unique_ptr<EngineState> state) : state_(std::move(state)) {}
Engine::~Engine() = default;

Result<std::shared_ptr<const Engine>> Engine::load(
    plan::Plan plan, device::Device& device,
    const std::vector<const kernels::Tactic*>& user_tactics) {
  NIGHTJAR_TRY(check_fingerprint(plan, device));
  NIGHTJAR_TRY(check_complete(plan));
  auto state = std::make_unique<EngineState>();
  state->plan = std::move(plan);
  state->device = &device;
  if (state->plan.is_scripted()) {
    NIGHTJAR_ASSIGN(state->script, load_script(state->plan, device, user_tactics));
    return std::shared_ptr<const Engine>(new Engine(std::move(state)));
  }
  for (const plan::PlanStep& step : state->plan.steps) {
    NIGHTJAR_TRY(look_up_step(step, user_tactics, *state));
  }
  for (size_t i = 0; i < state->plan.tensors.size(); ++i) {
    const plan::TensorIndex of = state->plan.tensors[i].alias_of;
    state->roots.push_back(of == plan::kAbsent ? static_cast<plan::TensorIndex>(i)
                                               : state->roots[static_cast<size_t>(of)]);
  }
  state->symbols = symbols_of(*state);
  state->weights = state->plan.weights.data();
  if (device.info().kind != device::DeviceKind::kCpu) {
    NIGHTJAR_ASSIGN(state->device_weights, device.allocate(state->plan.weights.size()));
    NIGHTJAR_ASSIGN(auto stream, device.make_stream());
    NIGHTJAR_TRY(device.copy_to_device(state->device_weights.data(), state->plan.weights.data(),
                                       state->plan.weights.size(), *stream));
    NIGHTJAR_TRY(stream->synchronize());
    state->weights = state->device_weights.data();
  }
  return std::shared_ptr<const Engine>(new Engine(std::move(state)));
}

Result<size_t> Engine::activation_bytes(const DimsByName& dims) const {
  if (is_scripted()) return not_yet_known("values decide what a plan with a script needs");
  return Bucket::arena_bytes_for(*state_, dims);
}

const plan::Plan& Engine::plan() const { return state_->plan; }
device::Device& Engine::device() const { return *state_->device; }

std::vector<std::string> Engine::input_names() const {
  std::vector<std::string> names;
  for (const plan::TensorIndex index : state_->plan.inputs) {
    names.push_back(state_->plan.tensors[static_cast<size_t>(index)].name);
  }
  return names;
}

std::vector<std::string> Engine::output_names() const { return state_->plan.output_names; }

const tensor::TensorDesc& Engine::input_desc(const std::string& name) const {
  return find_named(state_->plan, state_->plan.inputs, input_names(), name).desc;
}

const tensor::TensorDesc& Engine::output_desc(const std::string& name) const {
  return find_named(state_->plan, state_->plan.outputs, output_names(), name).desc;
}

}  // namespace nightjar::runtime
