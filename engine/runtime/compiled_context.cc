// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs a compiled plan: a prepared bucket for every set of input extents.
#include <algorithm>

#include "engine/runtime/bucket.h"
#include "engine/runtime/context_state.h"

namespace nightjar::runtime {
namespace {

using plan::TensorIndex;

void spin_for(void* delay_ns) { spin(*static_cast<double*>(delay_ns)); }

/// Buckets by what they were prepared for, newest last, and the pointers the caller gave.
class CompiledState final : public ContextState {
 public:
  CompiledState(std::shared_ptr<const Engine> engine, const ContextOptions& options)
      : ContextState(std::move(engine)), options_(options) {}

  Status select(const DimsByName& dims, const tensor::SymbolValues& known) override {
    const BucketKey key{dims, named_in_plan(known)};
    const auto found = std::find_if(buckets_.begin(), buckets_.end(),
                                    [&](const auto& entry) { return entry.first == key; });
    if (found != buckets_.end()) {
      std::rotate(found, found + 1, buckets_.end());
    } else {
      NIGHTJAR_ASSIGN(auto bucket, Bucket::prepare(engine_->state(), dims, key.second,
                                                   options_.activation_memory));
      buckets_.emplace_back(key, std::move(bucket));
      drop_oldest();
    }
    for (const auto& [tensor, data] : bound_) bucket()->bind(tensor, data);
    return {};
  }

  Result<tensor::Dims> output_dims(const std::string& name) const override {
    NIGHTJAR_ASSIGN(const TensorIndex index, find_output(name));
    if (bucket() == nullptr) return invalid_input("no input shapes are set");
    return bucket()->dims(index);
  }

  Status bind_input(const std::string& name, void* data) override {
    NIGHTJAR_ASSIGN(const TensorIndex index, find_input(name));
    return bind(index, data);
  }

  Status bind_output(const std::string& name, void* data) override {
    NIGHTJAR_ASSIGN(const TensorIndex index, find_output(name));
    return bind(index, data);
  }

  Status enqueue(device::Stream& stream) override {
    if (profile_ != nullptr) {
      NIGHTJAR_ASSIGN(const auto times, profile(stream));
      profile_->insert(profile_->end(), times.begin(), times.end());
      return {};
    }
    NIGHTJAR_TRY(make_ready());
    if (!delay_) return bucket()->launch_all(stream);
    for (size_t step = 0; step < bucket()->step_count(); ++step) {
      NIGHTJAR_TRY(launch(step, stream));
    }
    return {};
  }

  Result<std::vector<StepTime>> profile(device::Stream& stream) override;
  Result<tensor::ValuesByName> run_values(const tensor::ValuesByName&) override {
    return internal_error("a compiled plan runs on tensors");
  }

  void unbind_all() override { bound_.clear(); }

  size_t activation_bytes() const override {
    return bucket() == nullptr ? 0 : bucket()->arena_bytes();
  }
  size_t bucket_count() const override { return buckets_.size(); }

 private:
  using BucketKey = std::pair<DimsByName, tensor::SymbolValues>;

  Bucket* bucket() const { return buckets_.empty() ? nullptr : buckets_.back().second.get(); }

  /// The newest stays, whatever it takes.
  void drop_oldest() {
    size_t bytes = 0;
    for (const auto& [key, bucket] : buckets_) bytes += bucket->arena_bytes();
    const uint64_t limit = options_.max_bucket_bytes;
    while (buckets_.size() > 1 &&
           (buckets_.size() > options_.max_buckets || (limit > 0 && bytes > limit))) {
      bytes -= buckets_.front().second->arena_bytes();
      buckets_.erase(buckets_.begin());
    }
  }

  bool is_bound(TensorIndex tensor) const {
    return std::any_of(bound_.begin(), bound_.end(), [&](const auto& entry) {
      return entry.first == tensor && entry.second != nullptr;
    });
  }

  /// Whatever pointers an earlier run has left in the bucket, only those bound now count.
  Status make_ready() {
    const plan::Plan& plan = engine_->plan();
    if (bucket() == nullptr) return invalid_input("no input shapes are set: call set_input_dims");
    for (const TensorIndex index : plan.inputs) {
      NIGHTJAR_TRY(check_bound(index, plan.tensors[static_cast<size_t>(index)].name));
    }
    if (allocator_ != nullptr) return bind_allocated();
    for (size_t i = 0; i < plan.outputs.size(); ++i) {
      NIGHTJAR_TRY(check_bound(plan.outputs[i], plan.output_names[i]));
    }
    return {};
  }

  Status check_bound(TensorIndex index, const std::string& name) const {
    if (is_bound(index) || tensor::element_count(bucket()->dims(index)) == 0) return {};
    return invalid_input("'" + name + "' has no memory: call bind_input or bind_output");
  }

  /// Memory of the caller's allocator for every output that has none.
  Status bind_allocated() {
    for (size_t i = 0; i < engine_->plan().outputs.size(); ++i) {
      const TensorIndex index = engine_->plan().outputs[i];
      if (is_bound(index)) continue;
      const tensor::Dims& dims = bucket()->dims(index);
      const auto& desc = engine_->plan().tensors[static_cast<size_t>(index)].desc;
      const size_t byte_count = tensor::bytes_for(desc.type, tensor::element_count(dims));
      const std::string& name = engine_->plan().output_names[i];
      void* const data = allocator_->reallocate(name, dims, byte_count);
      if (data == nullptr && byte_count > 0) return refused_by_allocator(name, byte_count);
      bucket()->bind(index, data);
    }
    return {};
  }

  tensor::SymbolValues named_in_plan(const tensor::SymbolValues& known) const {
    tensor::SymbolValues named;
    for (const auto& [name, value] : known) {
      if (engine_->state().symbols.contains(name)) named[name] = value;
    }
    return named;
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

  Status launch(size_t step, device::Stream& stream) {
    NIGHTJAR_TRY(bucket()->launch_step(step, stream));
    if (delay_ && delay_->step == step) return stream.call(spin_for, &delay_->ns);
    return {};
  }

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

  const ContextOptions options_;
  std::vector<std::pair<BucketKey, std::unique_ptr<Bucket>>> buckets_;
  std::vector<std::pair<TensorIndex, void*>> bound_;
};

/// One event between any two steps and no waiting, so that a GPU is never idle in between.
Result<std::vector<StepTime>> CompiledState::profile(device::Stream& stream) {
  NIGHTJAR_TRY(make_ready());
  device::Device& device = engine_->device();
  std::vector<std::unique_ptr<device::Event>> events;
  for (size_t step = 0; step <= bucket()->step_count(); ++step) {
    NIGHTJAR_ASSIGN(auto event, device.make_event());
    events.push_back(std::move(event));
  }
  NIGHTJAR_TRY(events.front()->record(stream));
  for (size_t step = 0; step + 1 < events.size(); ++step) {
    NIGHTJAR_TRY(launch(step, stream));
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

}  // namespace

std::unique_ptr<ContextState> make_compiled_state(std::shared_ptr<const Engine> engine,
                                                  const ContextOptions& options) {
  return std::make_unique<CompiledState>(std::move(engine), options);
}

}  // namespace nightjar::runtime
