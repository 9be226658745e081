// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/bucket.h"

#include <algorithm>

#include "engine/plan/memory_plan.h"

namespace nightjar::runtime {
namespace {

using plan::PlanTensor;
using plan::TensorIndex;
using plan::TensorRole;

/// What cuBLASLt wants, whatever the last tensor's length is.
constexpr size_t kWorkspaceAlignment = 256;

bool owned_by_caller(const PlanTensor& tensor) {
  return tensor.role == TensorRole::kInput || tensor.role == TensorRole::kOutput;
}

Result<size_t> byte_count(const PlanTensor& tensor, const tensor::Dims& dims) {
  NIGHTJAR_ASSIGN(const int64_t count, tensor::checked_element_count(dims));
  return tensor::bytes_for(tensor.desc.type, count);
}

}  // namespace

Result<std::unique_ptr<Bucket>> Bucket::prepare(const EngineState& engine, const DimsByName& dims,
                                                const tensor::SymbolValues& known,
                                                std::span<std::byte> memory) {
  std::unique_ptr<Bucket> bucket(new Bucket(engine));
  bucket->symbols_ = known;
  NIGHTJAR_TRY(bucket->resolve_dims(dims));
  NIGHTJAR_TRY(bucket->open_kernels());
  NIGHTJAR_TRY(bucket->plan_arena());
  NIGHTJAR_TRY(bucket->place_arena(memory));
  return bucket;
}

Result<size_t> Bucket::arena_bytes_for(const EngineState& engine, const DimsByName& dims) {
  Bucket bucket(engine);
  NIGHTJAR_TRY(bucket.resolve_dims(dims));
  NIGHTJAR_TRY(bucket.open_kernels());
  NIGHTJAR_TRY(bucket.plan_arena());
  return bucket.arena_bytes_;
}

Status Bucket::resolve_dims(const DimsByName& given) {
  for (const TensorIndex index : engine_.plan.inputs) {
    const PlanTensor& input = engine_.plan.tensors[static_cast<size_t>(index)];
    const auto found = given.find(input.name);
    if (found == given.end()) return invalid_input("input '" + input.name + "' has no shape");
    const Status bound = bind_symbols(input.desc.shape, found->second, symbols_);
    if (!bound.ok()) return bound.error().in("input '" + input.name + "'");
  }
  for (const PlanTensor& tensor : engine_.plan.tensors) {
    auto dims = tensor::evaluate(tensor.desc.shape, symbols_);
    if (!dims.ok()) return dims.error().in("tensor '" + tensor.name + "'");
    dims_.push_back(std::move(*dims));
  }
  return {};
}

Status Bucket::open_kernels() {
  std::vector<kernels::Problem> problems;
  for (size_t step = 0; step < engine_.problems.size(); ++step) {
    auto problem = engine_.problems[step].bind(symbols_);
    if (!problem.ok()) return problem.error().in("step '" + engine_.plan.steps[step].name + "'");
    problems.push_back(std::move(*problem));
  }
  in_place_ = place_parts(engine_, problems);
  for (size_t step = 0; step < engine_.problems.size(); ++step) {
    const plan::PlanStep& what = engine_.plan.steps[step];
    auto launchable = engine_.tactics[step]->open(problems[step], what.config, engine_.blob(step),
                                                  *engine_.device);
    if (!launchable.ok()) return launchable.error().in("step '" + what.name + "'");
    launchables_.push_back(std::move(*launchable));
  }
  return {};
}

/// Roots whose bytes live outside of the arena: given by the caller or part of the weights.
std::vector<bool> Bucket::kept_roots() const {
  std::vector<bool> kept(engine_.plan.tensors.size(), false);
  for (size_t i = 0; i < kept.size(); ++i) {
    const PlanTensor& tensor = engine_.plan.tensors[i];
    if (owned_by_caller(tensor) || tensor.role == TensorRole::kConstant) {
      kept[static_cast<size_t>(root_of(static_cast<TensorIndex>(i)))] = true;
    }
  }
  return kept;
}

Status Bucket::plan_arena() {
  const auto& tensors = engine_.plan.tensors;
  const std::vector<bool> kept = kept_roots();
  std::vector<plan::Lifetime> lifetimes(tensors.size(), {-1, -1, 0});
  size_t workspace_bytes = 0;
  for (size_t step = 0; step < launchables_.size(); ++step) {
    const auto touch = [&](TensorIndex index) {
      if (index == plan::kAbsent) return;
      plan::Lifetime& lifetime = lifetimes[static_cast<size_t>(root_of(index))];
      if (lifetime.first < 0) lifetime.first = static_cast<int64_t>(step);
      lifetime.last = static_cast<int64_t>(step);
    };
    for (const TensorIndex index : engine_.plan.steps[step].inputs) touch(index);
    for (const TensorIndex index : engine_.plan.steps[step].outputs) touch(index);
    workspace_bytes = std::max(workspace_bytes, launchables_[step]->workspace_bytes());
  }
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (lifetimes[i].first < 0 || kept[i]) continue;
    NIGHTJAR_ASSIGN(lifetimes[i].byte_count, byte_count(tensors[i], dims_[i]));
  }
  plan::MemoryPlan memory = plan::plan_memory(lifetimes);
  tensor_bytes_ =
      (memory.total_bytes + kWorkspaceAlignment - 1) / kWorkspaceAlignment * kWorkspaceAlignment;
  arena_bytes_ = tensor_bytes_ + workspace_bytes;
  offsets_ = std::move(memory.offsets);
  return {};
}

Status Bucket::place_arena(std::span<std::byte> memory) {
  std::byte* arena = memory.data();
  if (memory.empty()) {
    NIGHTJAR_ASSIGN(arena_, engine_.device->allocate(arena_bytes_));
    arena = arena_.data();
  } else if (memory.size() < arena_bytes_) {
    return invalid_input("these extents need " + std::to_string(arena_bytes_) +
                         " bytes of activation memory and " + std::to_string(memory.size()) +
                         " were given");
  }
  workspace_ = arena + tensor_bytes_;
  const auto& tensors = engine_.plan.tensors;
  const std::vector<bool> kept = kept_roots();
  data_.assign(tensors.size(), nullptr);
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (tensors[i].role == TensorRole::kConstant) {
      data_[i] = const_cast<std::byte*>(engine_.weights) + tensors[i].weights.offset;
    } else if (!kept[i]) {
      data_[i] = arena + offsets_[i];
    }
  }
  for (const plan::PlanStep& step : engine_.plan.steps) {
    pointers_.push_back({std::vector<const void*>(step.inputs.size(), nullptr),
                         std::vector<void*>(step.outputs.size(), nullptr)});
  }
  for (size_t i = 0; i < tensors.size(); ++i) {
    const auto index = static_cast<TensorIndex>(i);
    if (root_of(index) == index) fill_pointers(index);
  }
  return {};
}

void Bucket::fill_pointers(TensorIndex root) {
  auto* const data = static_cast<std::byte*>(data_[static_cast<size_t>(root)]);
  const auto place = [&](TensorIndex index, auto& pointer) {
    if (index == plan::kAbsent || root_of(index) != root) return;
    const size_t offset = in_place_.places[static_cast<size_t>(index)].offset;
    pointer = data == nullptr ? nullptr : data + offset;
  };
  for (size_t step = 0; step < pointers_.size(); ++step) {
    const plan::PlanStep& what = engine_.plan.steps[step];
    for (size_t i = 0; i < what.inputs.size(); ++i) {
      place(what.inputs[i], pointers_[step].inputs[i]);
    }
    for (size_t i = 0; i < what.outputs.size(); ++i) {
      place(what.outputs[i], pointers_[step].outputs[i]);
    }
  }
}

void Bucket::bind(TensorIndex tensor, void* data) {
  const TensorIndex root = root_of(tensor);
  if (data_[static_cast<size_t>(root)] == data) return;
  data_[static_cast<size_t>(root)] = data;
  is_recording_current_ = false;
  fill_pointers(root);
}

TensorIndex Bucket::first_unbound() const {
  const auto unbound = [&](TensorIndex index) {
    return data_[static_cast<size_t>(root_of(index))] == nullptr;
  };
  for (const auto* list : {&engine_.plan.inputs, &engine_.plan.outputs}) {
    const auto found = std::find_if(list->begin(), list->end(), unbound);
    if (found != list->end()) return *found;
  }
  return plan::kAbsent;
}

Status Bucket::launch_steps(device::Stream& stream) {
  for (size_t step = 0; step < launchables_.size(); ++step) {
    NIGHTJAR_TRY(launch_step(step, stream));
  }
  return {};
}

Status Bucket::launch_all(device::Stream& stream) {
  if (!is_warm_) {
    is_warm_ = true;
    return launch_steps(stream);
  }
  const auto enqueue = [&] { return launch_steps(stream); };
  if (!is_recording_current_ && recording_ != nullptr) {
    NIGHTJAR_ASSIGN(is_recording_current_, recording_->update(stream, enqueue));
  }
  if (!is_recording_current_) {
    NIGHTJAR_ASSIGN(recording_, engine_.device->record(stream, enqueue));
    if (recording_ == nullptr) return launch_steps(stream);
    is_recording_current_ = true;
  }
  return recording_->launch(stream);
}

Status Bucket::launch_step(size_t step, device::Stream& stream) {
  if (in_place_.is_done[step]) return {};
  const StepPointers& pointers = pointers_[step];
  return launchables_[step]->launch({pointers.inputs, pointers.outputs, workspace_, &stream});
}

}  // namespace nightjar::runtime
