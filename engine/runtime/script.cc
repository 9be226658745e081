// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/script.h"

#include <fmt/format.h>

#include "engine/late/walker.h"
#include "engine/network/network_bytes.h"

namespace nightjar::runtime {
namespace {

/// Every part op must name a part with as many inputs and outputs as it has, in bodies too.
Status check_parts(const network::Network& network, const Script& script) {
  for (const network::OpId id : network.topological_order()) {
    const network::Op& op = network.op(id);
    for (const auto& [name, body] : op.graphs) NIGHTJAR_TRY(check_parts(*body, script));
    if (!late::is_part(op)) continue;
    const int64_t number = op.attributes.get_int("part", -1);
    if (number < 0 || number >= static_cast<int64_t>(script.parts.size())) {
      return invalid_input(
          fmt::format("op '{}' names part {}, which is not there", op.name, number));
    }
    const Engine& part = *script.parts[static_cast<size_t>(number)];
    if (part.input_names().size() != op.inputs.size() ||
        part.output_names().size() != op.outputs.size()) {
      return invalid_input(fmt::format("op '{}' does not fit part {}", op.name, number));
    }
  }
  return {};
}

}  // namespace

size_t step_count(const Script& script, const network::Op& op) {
  return late::is_part(op) ? script.parts[late::part_of(op)]->plan().steps.size() : 1;
}

Result<std::unique_ptr<Script>> load_script(
    const plan::Plan& plan, device::Device& device,
    const std::vector<const kernels::Tactic*>& user_tactics) {
  auto script = std::make_unique<Script>();
  ByteReader in(plan.script);
  NIGHTJAR_ASSIGN(script->network, network::read_network(in));
  if (script->network.inputs().size() != plan.inputs.size() ||
      script->network.outputs().size() != plan.outputs.size()) {
    return invalid_input("the script does not fit the plan's inputs and outputs");
  }
  for (const plan::Plan& part : plan.parts) {
    NIGHTJAR_ASSIGN(auto engine, Engine::load(part, device, user_tactics));
    script->parts.push_back(std::move(engine));
  }
  NIGHTJAR_TRY(check_parts(script->network, *script));
  size_t steps = 0;
  for (const network::OpId id : script->network.topological_order()) {
    steps += step_count(*script, script->network.op(id));
  }
  if (steps != plan.steps.size()) return invalid_input("the script does not fit the plan's steps");
  if (device.info().kind != device::DeviceKind::kCpu) script->host = device::make_cpu_device();
  return script;
}

}  // namespace nightjar::runtime
