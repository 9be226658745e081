// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/in_place.h"

#include <algorithm>

#include "engine/plan/memory_plan.h"
#include "kernels/movement/part_offsets.h"

namespace nightjar::runtime {
namespace {

using plan::TensorIndex;
using plan::TensorRole;

class Placing {
 public:
  explicit Placing(const EngineState& engine) : engine_(engine) {
    const size_t count = engine.plan.tensors.size();
    is_free_.assign(count, false);
    for (const plan::PlanStep& step : engine.plan.steps) {
      for (const TensorIndex output : step.outputs) {
        if (output != plan::kAbsent) is_free_[index_of(root_of(output))] = true;
      }
    }
    for (size_t i = 0; i < count; ++i) {
      if (engine.plan.tensors[i].role != TensorRole::kActivation) {
        is_free_[index_of(engine.roots[i])] = false;
      }
      result_.places.push_back({engine.roots[i], 0});
    }
    result_.is_done.assign(engine.plan.steps.size(), false);
  }

  InPlace run(const std::vector<kernels::Problem>& bound) {
    for (size_t step = 0; step < bound.size(); ++step) {
      const auto offsets = kernels::part_offsets(bound[step]);
      if (offsets) result_.is_done[step] = take(engine_.plan.steps[step], *offsets);
    }
    for (Place& place : result_.places) place = resolved(place);
    return std::move(result_);
  }

 private:
  static size_t index_of(TensorIndex index) { return static_cast<size_t>(index); }
  TensorIndex root_of(TensorIndex index) const { return engine_.roots[index_of(index)]; }

  /// Follows wholes that are parts themselves.
  Place resolved(Place place) const {
    for (;;) {
      const Place& next = result_.places[index_of(place.root)];
      if (next.root == place.root) return place;
      place = {next.root, next.offset + place.offset};
    }
  }

  bool take(const plan::PlanStep& step, const kernels::PartOffsets& offsets) {
    const auto& parts = offsets.parts_are_inputs ? step.inputs : step.outputs;
    const auto& wholes = offsets.parts_are_inputs ? step.outputs : step.inputs;
    if (parts.size() != offsets.bytes.size() || wholes[0] == plan::kAbsent) return false;
    const TensorIndex whole = root_of(wholes[0]);
    if (offsets.parts_are_inputs && !is_free_[index_of(whole)]) return false;
    std::vector<TensorIndex> roots;
    for (size_t i = 0; i < parts.size(); ++i) {
      if (parts[i] == plan::kAbsent || offsets.bytes[i] % plan::kArenaAlignment != 0) return false;
      const TensorIndex root = root_of(parts[i]);
      const bool is_new = std::find(roots.begin(), roots.end(), root) == roots.end();
      const bool has_place = result_.places[index_of(root)].root != root;
      if (!is_new || has_place || !is_free_[index_of(root)]) return false;
      if (resolved({whole, 0}).root == root) return false;
      roots.push_back(root);
    }
    for (size_t i = 0; i < roots.size(); ++i) {
      const Place place{whole, offsets.bytes[i]};
      for (size_t tensor = 0; tensor < engine_.roots.size(); ++tensor) {
        if (engine_.roots[tensor] == roots[i]) result_.places[tensor] = place;
      }
    }
    return true;
  }

  const EngineState& engine_;
  InPlace result_;
  std::vector<bool> is_free_;  // of roots: written by a step and nobody else's
};

}  // namespace

InPlace place_parts(const EngineState& engine, const std::vector<kernels::Problem>& bound) {
  return Placing(engine).run(bound);
}

}  // namespace nightjar::runtime
