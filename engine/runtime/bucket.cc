// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/bucket.h"

#include <algorithm>

#include "engine/device/named_range.h"
#include "engine/plan/check_graph.h"
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

/// Whether the bytes a kernel will touch are there: `problem` says what it takes `tensor` for.
Status check_operand(const tensor::TensorDesc& problem, const PlanTensor& tensor,
                     const tensor::Dims& dims) {
  if (problem.type == tensor::DataType::kUndefined) return {};
  PlanTensor taken_for = tensor;
  taken_for.desc.type = problem.type;
  NIGHTJAR_ASSIGN(const uint64_t wanted,
                  plan::checked_bytes(
                      taken_for, tensor::physical_dims(problem.layout, kernels::dims_of(problem))));
  NIGHTJAR_ASSIGN(const uint64_t there, plan::checked_bytes(tensor, dims));
  if (wanted <= there) return {};
  return invalid_input("its kernel takes '" + tensor.name + "' for " + std::to_string(wanted) +
                       " bytes and it has " + std::to_string(there) +
                       ": the plan is damaged, build it again");
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

/// With the extents of now, parts that lie inside of a whole included.
Status Bucket::check_places() const {
  for (size_t i = 0; i < dims_.size(); ++i) {
    const Place& place = in_place_.places[i];
    const auto root = static_cast<size_t>(place.root);
    const PlanTensor &tensor = engine_.plan.tensors[i], &shared = engine_.plan.tensors[root];
    NIGHTJAR_ASSIGN(const uint64_t own, plan::checked_bytes(tensor, dims_[i]));
    NIGHTJAR_ASSIGN(const uint64_t there, plan::checked_bytes(shared, dims_[root]));
    if (own <= there && place.offset <= there - own) continue;
    return invalid_input("tensor '" + tensor.name + "' is larger than '" + shared.name +
                         "', whose bytes it shares: the plan is damaged, build it again");
  }
  return {};
}

Status Bucket::check_operands(const plan::PlanStep& step, const kernels::Problem& problem) const {
  const auto check = [&](const std::vector<TensorIndex>& indices,
                         const std::vector<tensor::TensorDesc>& descs) -> Status {
    for (size_t i = 0; i < indices.size(); ++i) {
      if (indices[i] == plan::kAbsent) continue;
      const auto index = static_cast<size_t>(indices[i]);
      NIGHTJAR_TRY(check_operand(descs[i], engine_.plan.tensors[index], dims_[index]));
    }
    return {};
  };
  NIGHTJAR_TRY(check(step.inputs, problem.inputs));
  return check(step.outputs, problem.outputs);
}

Status Bucket::open_kernels() {
  std::vector<kernels::Problem> problems;
  for (size_t step = 0; step < engine_.problems.size(); ++step) {
    const plan::PlanStep& what = engine_.plan.steps[step];
    auto problem = engine_.problems[step].bind(symbols_);
    if (!problem.ok()) return problem.error().in("step '" + what.name + "'");
    const Status fits = check_operands(what, *problem);
    if (!fits.ok()) return fits.error().in("step '" + what.name + "'");
    problems.push_back(std::move(*problem));
  }
  in_place_ = place_parts(engine_, problems);
  NIGHTJAR_TRY(check_places());
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
    NIGHTJAR_ASSIGN(lifetimes[i].byte_count, plan::checked_bytes(tensors[i], dims_[i]));
  }
  NIGHTJAR_ASSIGN(plan::MemoryPlan memory, plan::plan_memory(lifetimes));
  tensor_bytes_ =
      (memory.total_bytes + kWorkspaceAlignment - 1) / kWorkspaceAlignment * kWorkspaceAlignment;
  if (__builtin_add_overflow(tensor_bytes_, workspace_bytes, &arena_bytes_)) {
    return unsupported("a kernel wants a workspace of " + std::to_string(workspace_bytes) +
                       " bytes, more than can be addressed");
  }
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
  const device::NamedRange range(engine_.plan.steps[step].name.c_str());
  const StepPointers& pointers = pointers_[step];
  return launchables_[step]->launch({pointers.inputs, pointers.outputs, workspace_, &stream});
}

}  // namespace nightjar::runtime
