// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What an engine holds: the plan, its kernels looked up, its weights on the device.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/runtime/runtime.h"
#include "engine/runtime/script.h"
#include "kernels/common/problem.h"
#include "kernels/common/tactic.h"

namespace nightjar::runtime {

struct EngineState {
  plan::Plan plan;
  device::Device* device = nullptr;
  std::vector<kernels::Problem> problems;       // one a step
  std::vector<const kernels::Tactic*> tactics;  // one a step
  std::vector<plan::TensorIndex> roots;         // tensor -> the tensor whose bytes it shares
  device::Buffer device_weights;                // unused on the CPU
  std::set<std::string> symbols;                // every symbol that the plan names
  std::unique_ptr<Script> script;               // of a scripted plan, which has nothing else
  const std::byte* weights = nullptr;           // the weights section, where kernels read it

  std::span<const std::byte> blob(size_t step) const {
    const plan::WeightSpan& span = plan.steps[step].blob;
    return plan.weights.subspan(span.offset, span.byte_count);
  }
};

}  // namespace nightjar::runtime
