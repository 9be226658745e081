// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <optional>

#include "base/check.h"
#include "engine/runtime/bucket.h"
#include "engine/runtime/runtime.h"

namespace nightjar::runtime {
namespace {

using plan::TensorIndex;

constexpr size_t kMaxBuckets = 16;

/// Keeps the calling thread busy, as a slower kernel would. `delay` points at nanoseconds.
void spin(void* delay) {
  const auto until = std::chrono::steady_clock::now() +
                     std::chrono::duration<double, std::nano>(*static_cast<double*>(delay));
  while (std::chrono::steady_clock::now() < until) {
  }
}

}  // namespace

/// Buckets by input extents, newest last, and the pointers the caller gave.
class ContextState {
 public:
  explicit ContextState(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {}

  Status select(const DimsByName& dims) {
    const auto found = std::find_if(buckets_.begin(), buckets_.end(),
                                    [&](const auto& entry) { return entry.first == dims; });
    if (found != buckets_.end()) {
      std::rotate(found, found + 1, buckets_.end());
    } else {
      NIGHTJAR_ASSIGN(auto bucket, Bucket::prepare(engine_->state(), dims));
      if (buckets_.size() == kMaxBuckets) buckets_.erase(buckets_.begin());
      buckets_.emplace_back(dims, std::move(bucket));
    }
    for (const auto& [tensor, data] : bound_) bucket()->bind(tensor, data);
    return {};
  }

  Status bind(TensorIndex tensor, void* data) {
    const auto found = std::find_if(bound_.begin(), bound_.end(),
                                    [&](const auto& entry) { return entry.first == tensor; });
    if (found == bound_.end()) {
      bound_.emplace_back(tensor, data);
    } else {
      found->second = data;
    }
    if (bucket() != nullptr) bucket()->bind(tensor, data);
    return {};
  }

  Status check_ready() const {
    if (bucket() == nullptr) return invalid_input("no input shapes are set: call set_input_dims");
    const TensorIndex missing = bucket()->first_unbound();
    if (missing == plan::kAbsent) return {};
    const auto& tensor = engine_->plan().tensors[static_cast<size_t>(missing)];
    if (tensor::element_count(bucket()->dims(missing)) == 0) return {};
    return invalid_input("'" + tensor.name + "' has no memory: call bind_input or bind_output");
  }

  Status launch(size_t step, device::Stream& stream) {
    NIGHTJAR_TRY(bucket()->launch_step(step, stream));
    if (delay_ && delay_->step == step) return stream.call(spin, &delay_->ns);
    return {};
  }

  Status launch_all(device::Stream& stream) {
    if (!delay_) return bucket()->launch_all(stream);
    for (size_t step = 0; step < bucket()->step_count(); ++step) {
      NIGHTJAR_TRY(launch(step, stream));
    }
    return {};
  }

  Bucket* bucket() const { return buckets_.empty() ? nullptr : buckets_.back().second.get(); }
  const Engine& engine() const { return *engine_; }
  void inject_delay(InjectedDelay delay) { delay_ = delay; }

  Result<TensorIndex> find_input(const std::string& name) const {
    for (const TensorIndex index : engine_->plan().inputs) {
      if (engine_->plan().tensors[static_cast<size_t>(index)].name == name) return index;
    }
    return not_found("the plan has no input '" + name + "'");
  }

  Result<TensorIndex> find_output(const std::string& name) const {
    const auto& names = engine_->plan().output_names;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return not_found("the plan has no output '" + name + "'");
    return engine_->plan().outputs[static_cast<size_t>(found - names.begin())];
  }

 private:
  std::shared_ptr<const Engine> engine_;
  std::vector<std::pair<DimsByName, std::unique_ptr<Bucket>>> buckets_;
  std::vector<std::pair<TensorIndex, void*>> bound_;
  std::optional<InjectedDelay> delay_;
};

Context::Context(std::unique_ptr<ContextState> state) : state_(std::move(state)) {}
Context::~Context() = default;

Result<std::unique_ptr<Context>> Context::create(std::shared_ptr<const Engine> engine) {
  NIGHTJAR_CHECK(engine != nullptr, "a context needs an engine");
  return std::unique_ptr<Context>(new Context(std::make_unique<ContextState>(std::move(engine))));
}

Status Context::set_input_dims(const DimsByName& dims) { return state_->select(dims); }

Result<tensor::Dims> Context::output_dims(const std::string& name) const {
  NIGHTJAR_ASSIGN(const TensorIndex index, state_->find_output(name));
  if (state_->bucket() == nullptr) return invalid_input("no input shapes are set");
  return state_->bucket()->dims(index);
}

Status Context::bind_input(const std::string& name, const void* data) {
  NIGHTJAR_ASSIGN(const TensorIndex index, state_->find_input(name));
  return state_->bind(index, const_cast<void*>(data));
}

Status Context::bind_output(const std::string& name, void* data) {
  NIGHTJAR_ASSIGN(const TensorIndex index, state_->find_output(name));
  return state_->bind(index, data);
}

Status Context::enqueue(device::Stream& stream) {
  NIGHTJAR_TRY(state_->check_ready());
  return state_->launch_all(stream);
}

Result<std::vector<StepTime>> Context::profile(device::Stream& stream) {
  NIGHTJAR_TRY(state_->check_ready());
  // One event between any two steps and no waiting, so that a GPU is never idle in between.
  device::Device& device = state_->engine().device();
  std::vector<std::unique_ptr<device::Event>> events;
  for (size_t step = 0; step <= state_->bucket()->step_count(); ++step) {
    NIGHTJAR_ASSIGN(auto event, device.make_event());
    events.push_back(std::move(event));
  }
  NIGHTJAR_TRY(events.front()->record(stream));
  for (size_t step = 0; step + 1 < events.size(); ++step) {
    NIGHTJAR_TRY(state_->launch(step, stream));
    NIGHTJAR_TRY(events[step + 1]->record(stream));
  }
  NIGHTJAR_TRY(events.back()->synchronize());
  std::vector<StepTime> times;
  for (size_t step = 0; step + 1 < events.size(); ++step) {
    NIGHTJAR_ASSIGN(const double ns, events[step + 1]->elapsed_ns_since(*events[step]));
    times.push_back({step, ns});
  }
  return times;
}

void Context::inject_delay(InjectedDelay delay) { state_->inject_delay(delay); }

const Engine& Context::engine() const { return state_->engine(); }

size_t Context::activation_bytes() const {
  return state_->bucket() == nullptr ? 0 : state_->bucket()->arena_bytes();
}

}  // namespace nightjar::runtime
