// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/build/refit.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/network/network_bytes.h"
#include "kernels/common/problem.h"

namespace nightjar::build {
namespace {

constexpr std::array kPrecisions = {Precision::kFp32, Precision::kBf16,  Precision::kFp16,
                                    Precision::kInt8, Precision::kMixed, Precision::kTf32};
constexpr std::array<std::string_view, 4> kHeavyFamilies = {"conv", "conv_transpose", "gemm",
                                                            "attention"};

/// Nodes whose heavy steps multiply float32: those that somebody, or a measurement, kept so.
Status collect_float_nodes(const plan::Plan& plan, std::set<std::string>& nodes) {
  for (const plan::PlanStep& step : plan.steps) {
    if (plan.is_scripted()) break;  // its steps are names of ops, without problems
    ByteReader in(step.problem);
    const auto problem = kernels::Problem::read(in);
    if (!problem.ok()) return problem.error().in("step '" + step.name + "'");
    const bool is_heavy = std::find(kHeavyFamilies.begin(), kHeavyFamilies.end(),
                                    problem->family) != kHeavyFamilies.end();
    if (!is_heavy || problem->inputs.empty()) continue;
    if (problem->inputs[0].type != tensor::DataType::kFloat32) continue;
    nodes.insert(step.nodes.begin(), step.nodes.end());
  }
  for (const plan::Plan& part : plan.parts) NIGHTJAR_TRY(collect_float_nodes(part, nodes));
  return {};
}

Status settle(const plan::Plan& plan, BuildOptions& options) {
  options.model_name = plan.model_name;
  options.optimize = plan.is_optimized;
  options.profiles = plan.profiles;
  for (const Precision precision : kPrecisions) {
    options.precision = precision;
    if (plan.precision != to_string(precision)) continue;
    if (precision == Precision::kMixed) NIGHTJAR_TRY(collect_float_nodes(plan, options.keep_float));
    return {};
  }
  return unsupported("the plan is of precision '" + plan.precision +
                     "', which this program does not build: build it from its model");
}

Error another_network(const std::string& what) {
  return invalid_input("the model is not the one the plan was built from: " + what);
}

/// The same steps by the same tactics, whatever the weights.
Status check_same_steps(const plan::Plan& wanted, const plan::Plan& found) {
  if (wanted.steps.size() != found.steps.size() || wanted.parts.size() != found.parts.size()) {
    return another_network("it has " + std::to_string(found.steps.size()) + " steps, not " +
                           std::to_string(wanted.steps.size()));
  }
  for (size_t i = 0; i < wanted.steps.size(); ++i) {
    const plan::PlanStep &one = wanted.steps[i], &other = found.steps[i];
    if (one.name != other.name || one.problem != other.problem || one.tactic != other.tactic ||
        one.config != other.config || one.inputs != other.inputs || one.outputs != other.outputs) {
      return another_network("step '" + one.name + "' differs");
    }
  }
  for (size_t i = 0; i < wanted.parts.size(); ++i) {
    NIGHTJAR_TRY(check_same_steps(wanted.parts[i], found.parts[i]));
  }
  return {};
}

}  // namespace

Result<BuildOutcome> refit_plan(const plan::Plan& plan, const network::Network& network,
                                device::Device& device, const Clock& clock,
                                const std::vector<const kernels::Tactic*>& user_tactics) {
  BuildOptions options;
  NIGHTJAR_TRY(settle(plan, options));
  options.user_tactics = user_tactics;
  options.embed_network = !plan.network.empty();
  options.decisions_json = plan.decisions_json;
  options.level = 0;  // what decisions do not name differs, and need not be timed to be refused
  NIGHTJAR_ASSIGN(auto outcome, build_plan(network, device, options, clock));
  NIGHTJAR_TRY(check_same_steps(plan, outcome.plan));
  return outcome;
}

Result<BuildOutcome> rebuild_plan(const plan::Plan& plan, device::Device& device,
                                  BuildOptions options, const Clock& clock) {
  if (plan.network.empty()) {
    return not_found(
        "the plan has no network inside: build it from its model, with embed_network next time");
  }
  NIGHTJAR_TRY(settle(plan, options));
  ByteReader in(plan.network);
  auto network = network::read_network(in);
  if (!network.ok()) return network.error().in("the network inside the plan");
  options.embed_network = true;
  return build_plan(*network, device, options, clock);
}

}  // namespace nightjar::build
