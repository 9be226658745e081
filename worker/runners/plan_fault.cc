// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/runners/plan_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/build/records/decisions_file.h"

namespace nightjar::runners {
namespace {

using network::Network;
using network::Op;
using network::OpId;
using network::TensorId;
using scenarios::FaultKind;

// Three significant bits: far too few for weights.
constexpr float kCoarse = 4;

OpId find_op(const Network& network, const std::string& node) {
  for (const OpId id : network.topological_order()) {
    const Op& op = network.op(id);
    const bool is_it =
        op.name == node || std::count(op.origins.begin(), op.origins.end(), node) > 0;
    if (is_it) return id;
  }
  return network::kNoOp;
}

Error unfit(const std::string& node, const std::string& why) {
  return invalid_input(fmt::format("no such fault can be put into layer '{}': {}", node, why));
}

/// A tensor that somebody outside reads cannot vanish into a fused step.
Status forbid_fusion(Network& network, const std::string& node) {
  const Op& op = network.op(find_op(network, node));
  const TensorId result = op.outputs.front();
  if (network.is_output(result)) return unfit(node, "nothing is fused behind an output");
  network.add_output(result, network.unique_name(node + ".unfused"));
  return {};
}

bool is_read(const plan::Plan& plan, plan::TensorIndex tensor) {
  const auto reads = [tensor](const std::vector<plan::TensorIndex>& list) {
    return std::count(list.begin(), list.end(), tensor) > 0;
  };
  return reads(plan.outputs) ||
         std::any_of(plan.steps.begin(), plan.steps.end(),
                     [&](const plan::PlanStep& step) { return reads(step.inputs); }) ||
         std::any_of(plan.tensors.begin(), plan.tensors.end(),
                     [&](const plan::PlanTensor& other) { return other.alias_of == tensor; });
}

/// Takes away the output that kept the passes from fusing, and what only brought it into a caller's
/// layout: the fault is the missing fusion and nothing else.
Result<std::vector<std::byte>> without_last_output(std::vector<std::byte> bytes) {
  const auto owner = std::make_shared<std::vector<std::byte>>(std::move(bytes));
  NIGHTJAR_ASSIGN(plan::Plan plan, plan::read_plan(*owner, owner));
  if (plan.is_scripted())
    return unsupported("a model whose values decide shapes has no such fault");
  plan::TensorIndex unread = plan.outputs.back();
  plan.outputs.pop_back();
  plan.output_names.pop_back();
  plan.tensors[static_cast<size_t>(unread)].role = plan::TensorRole::kActivation;
  const auto is_useless = [&](const plan::PlanStep& step) {
    return std::none_of(step.outputs.begin(), step.outputs.end(), [&](plan::TensorIndex output) {
      return output != plan::kAbsent && is_read(plan, output);
    });
  };
  while (true) {
    const auto useless = std::find_if(plan.steps.begin(), plan.steps.end(), is_useless);
    if (useless == plan.steps.end()) return plan::write_plan(plan);
    plan.steps.erase(useless);
  }
}

/// From float32 to bfloat16 and back, which no pass takes for nothing.
Status add_reformats(Network& network, const std::string& node) {
  const OpId id = find_op(network, node);
  TensorId at = network.op(id).inputs.front();
  const network::Tensor source = network.tensor(at);
  if (source.constant || source.desc.type != tensor::DataType::kFloat32) {
    return unfit(node, "its first input is no activation in fp32");
  }
  for (const auto type : {tensor::DataType::kBFloat16, tensor::DataType::kFloat32}) {
    network::Tensor target;
    target.name = network.unique_name(source.name + ".fault");
    target.desc = source.desc;
    target.desc.type = type;
    const TensorId next = network.add_tensor(target);
    Op op;
    op.domain = "nightjar";
    op.type = "Reformat";
    op.name = target.name;
    op.origins = {target.name};
    op.inputs = {at};
    op.outputs = {next};
    op.attributes.set("layout", static_cast<int64_t>(source.desc.layout));
    op.attributes.set("to", static_cast<int64_t>(type));
    network.insert_op(std::move(op));
    at = next;
  }
  network.set_op_input(id, 0, at);
  return {};
}

Status round_weights(Network& network, const std::string& node) {
  for (const TensorId input : network.op(find_op(network, node)).inputs) {
    if (input == network::kAbsent) continue;
    network::Tensor& weights = network.tensor(input);
    const bool fits = weights.constant && weights.desc.type == tensor::DataType::kFloat32 &&
                      weights.constant->count() > 1;
    if (!fits) continue;
    tensor::HostTensor rounded(tensor::DataType::kFloat32, weights.constant->dims());
    const auto values = weights.constant->as<float>();
    for (size_t i = 0; i < values.size(); ++i) {
      int exponent = 0;
      const float fraction = std::frexp(values[i], &exponent);
      rounded.set_value(static_cast<int64_t>(i),
                        std::ldexp(std::floor(fraction * kCoarse) / kCoarse, exponent));
    }
    weights.constant = std::move(rounded);
    return {};
  }
  return unfit(node, "it has no weights in fp32");
}

/// The slowest of the candidates that were right, where it is not the one chosen.
Result<std::string> slow_down_decisions(const std::string& text, const std::string& node) {
  NIGHTJAR_ASSIGN(build::Decisions decisions, build::decisions_from_text(text));
  for (build::DecidedStep& step : decisions.steps) {
    const bool is_it =
        step.name == node || std::count(step.nodes.begin(), step.nodes.end(), node) > 0;
    if (!is_it) continue;
    const build::CandidateRecord* slowest = nullptr;
    for (const build::CandidateRecord& one : step.candidates) {
      const bool is_slower = slowest == nullptr || one.median_ns > slowest->median_ns;
      if (one.rejected.empty() && one.median_ns > 0 && is_slower) slowest = &one;
    }
    const bool is_other =
        slowest != nullptr && (slowest->tactic != step.tactic || slowest->config != step.config);
    if (!is_other) return unfit(node, "it has one right tactic only");
    step.tactic = slowest->tactic;
    step.config = slowest->config;
    return build::to_text(decisions);
  }
  return unfit(node, "no step came from it");
}

/// The node named, or the first node of the step that was slowest when it was chosen.
Result<std::string> node_of(const scenarios::FaultInjection& fault, const plan::Plan& sound) {
  const plan::PlanStep* slowest = nullptr;
  for (const plan::PlanStep& step : sound.steps) {
    const bool has_it =
        !step.nodes.empty() &&
        (fault.layer.empty() || std::count(step.nodes.begin(), step.nodes.end(), fault.layer) > 0);
    if (has_it && (slowest == nullptr || step.tuned_ns > slowest->tuned_ns)) slowest = &step;
  }
  if (slowest != nullptr) return fault.layer.empty() ? slowest->nodes.front() : fault.layer;
  return not_found(
      fmt::format("the fault is for layer '{}', and no step of model '{}' came from it",
                  fault.layer, fault.model));
}

const char* words(FaultKind kind) {
  switch (kind) {
    case FaultKind::kTactic:
      return "forced the slowest right tactic on";
    case FaultKind::kPrecision:
      return "kept in float32";
    case FaultKind::kFusion:
      return "fused nothing into";
    case FaultKind::kReformat:
      return "put two reformats before";
    default:
      break;
  }
  return "rounded the weights to three bits of";
}

}  // namespace

Result<FaultyPlan> build_faulty(const scenarios::FaultInjection& fault, const PlanRequest& request,
                                const plan::Plan& sound, const PlanMaker& build,
                                const Monitor& monitor) {
  NIGHTJAR_ASSIGN(const std::string node, node_of(fault, sound));
  Network network = request.network;
  if (find_op(network, node) == network::kNoOp) return unfit(node, "the model has no such node");
  PlanRequest changed{request.model, network, request.device, request.scenario, "", {}};
  Status put;
  switch (fault.kind) {
    case FaultKind::kTactic: {
      NIGHTJAR_ASSIGN(changed.decisions_json, slow_down_decisions(sound.decisions_json, node));
      break;
    }
    case FaultKind::kPrecision:
      changed.keep_float = {node};
      break;
    case FaultKind::kFusion:
      put = forbid_fusion(network, node);
      break;
    case FaultKind::kReformat:
      put = add_reformats(network, node);
      break;
    default:
      put = round_weights(network, node);
  }
  NIGHTJAR_TRY(put);
  FaultyPlan faulty;
  NIGHTJAR_ASSIGN(faulty.bytes, build(changed, monitor));
  if (fault.kind == FaultKind::kFusion) {
    NIGHTJAR_ASSIGN(faulty.bytes, without_last_output(std::move(faulty.bytes)));
  }
  faulty.sentence = fmt::format("{} layer {} of {} (asked for by --inject-fault)",
                                words(fault.kind), node, fault.model);
  return faulty;
}

}  // namespace nightjar::runners
