// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/host_work.h"

#include <fmt/format.h>

#include <iterator>

#include "engine/late/walker.h"
#include "engine/runtime/engine_state.h"
#include "kernels/common/tactic.h"

namespace nightjar::runtime {
namespace {

void add_steps(const EngineState& state, std::vector<HostWork>& work) {
  for (size_t i = 0; i < state.tactics.size(); ++i) {
    if (state.tactics[i]->source() != kernels::TacticSource::kHost) continue;
    work.push_back({state.plan.steps[i].name, fmt::format("no kernel of the GPU solves '{}'",
                                                          state.problems[i].to_string())});
  }
}

/// Parts are asked themselves.
void add_late_ops(const network::Network& network, std::vector<HostWork>& work) {
  for (const network::OpId id : network.topological_order()) {
    const network::Op& op = network.op(id);
    for (const auto& [name, body] : op.graphs) add_late_ops(*body, work);
    if (late::is_part(op)) continue;
    work.push_back(
        {op.name, fmt::format("only values that the model computes say how {} runs", op.type)});
  }
}

}  // namespace

std::vector<HostWork> host_work(const Engine& engine) {
  std::vector<HostWork> work;
  if (engine.device().info().kind == device::DeviceKind::kCpu) return work;
  const EngineState& state = engine.state();
  add_steps(state, work);
  if (state.script == nullptr) return work;
  add_late_ops(state.script->network, work);
  for (const auto& part : state.script->parts) {
    auto more = host_work(*part);
    work.insert(work.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
  }
  return work;
}

}  // namespace nightjar::runtime
