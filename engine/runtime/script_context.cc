// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs a script: late ops by the walker, parts by contexts of their own.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

#include "engine/late/walker.h"
#include "engine/runtime/context_state.h"
#include "engine/runtime/engine_state.h"

namespace nightjar::runtime {
namespace {

using tensor::HostTensor;
using tensor::Value;
using tensor::ValuesByName;

int64_t now_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// Contexts of the parts, made when first used.
class Parts final : public late::PartRunner {
 public:
  Parts(const Script& script, const ContextOptions& options)
      : script_(script), options_(options), contexts_(script.parts.size()) {}

  Result<std::vector<HostTensor>> run_part(size_t part, std::span<const HostTensor> inputs,
                                           const tensor::SymbolValues& symbols) override {
    NIGHTJAR_ASSIGN(Context* const context, context_of(part));
    const auto& engine = script_.parts[part];
    TensorsByName given;
    const std::vector<std::string> names = engine->input_names();
    for (size_t i = 0; i < names.size(); ++i) given[names[i]] = inputs[i];
    NIGHTJAR_ASSIGN(TensorsByName answers, context->run(given, symbols));
    std::vector<HostTensor> outputs;
    for (const std::string& name : engine->output_names()) {
      outputs.push_back(std::move(answers[name]));
    }
    return outputs;
  }

  Result<Context*> context_of(size_t part) {
    if (contexts_[part] == nullptr) {
      NIGHTJAR_ASSIGN(contexts_[part], Context::create(script_.parts[part], options_));
    }
    return contexts_[part].get();
  }

  size_t activation_bytes() const {
    size_t total = 0;
    for (const auto& context : contexts_) total += context ? context->activation_bytes() : 0;
    return total;
  }
  size_t bucket_count() const {
    size_t total = 0;
    for (const auto& context : contexts_) total += context ? context->bucket_count() : 0;
    return total;
  }

 private:
  const Script& script_;
  const ContextOptions options_;
  std::vector<std::unique_ptr<Context>> contexts_;
};

class ScriptState final : public ContextState {
 public:
  ScriptState(std::shared_ptr<const Engine> engine, const ContextOptions& options)
      : ContextState(std::move(engine)),
        script_(*engine_->state().script),
        parts_(script_, options),
        walker_(script_.network, settings()) {}

  Status select(const DimsByName& dims, const tensor::SymbolValues&) override {
    dims_ = dims;
    return {};
  }

  Result<tensor::Dims> output_dims(const std::string& name) const override {
    const auto found = outputs_.find(name);
    if (found != outputs_.end() && found->second.is_tensor()) return found->second.tensor.dims();
    return not_yet_known("the shape of output '" + name + "' is known only after it has run");
  }

  Status bind_input(const std::string& name, void* data) override {
    return bind(engine_->input_names(), name, data, input_data_);
  }
  Status bind_output(const std::string& name, void* data) override {
    return bind(engine_->output_names(), name, data, output_data_);
  }

  Status enqueue(device::Stream& stream) override {
    NIGHTJAR_ASSIGN(const ValuesByName inputs, download_inputs(stream));
    NIGHTJAR_ASSIGN(outputs_, run_values(inputs));
    return upload_outputs(stream);
  }

  Result<std::vector<StepTime>> profile(device::Stream& stream) override {
    std::vector<StepTime> times;
    std::vector<StepTime>* const others = std::exchange(profile_, &times);
    const Status done = enqueue(stream);
    profile_ = others;
    if (!done.ok()) return done.error();
    return times;
  }

  void unbind_all() override {
    input_data_.clear();
    output_data_.clear();
  }

  /// The delay goes to the op, or into the part, that has the step.
  void inject_delay(InjectedDelay delay) override {
    size_t first = 0;
    for (const network::OpId id : script_.network.topological_order()) {
      const network::Op& op = script_.network.op(id);
      const size_t count = step_count(script_, op);
      if (delay.step < first + count) {
        if (!late::is_part(op)) delay_ = delay;
        if (!late::is_part(op)) return;
        if (auto context = parts_.context_of(late::part_of(op)); context.ok()) {
          (*context)->inject_delay({delay.step - first, delay.ns});
        }
        return;
      }
      first += count;
    }
  }

  Result<ValuesByName> run_values(const ValuesByName& inputs) override {
    std::vector<Value> given;
    for (const std::string& name : engine_->input_names()) {
      const auto found = inputs.find(name);
      if (found == inputs.end()) return invalid_input("input '" + name + "' is missing");
      given.push_back(found->second);
    }
    step_ = 0;
    NIGHTJAR_ASSIGN(std::vector<Value> answers, walker_.run(std::move(given)));
    ValuesByName outputs;
    for (size_t i = 0; i < answers.size(); ++i) {
      outputs[engine_->output_names()[i]] = std::move(answers[i]);
    }
    return outputs;
  }

  size_t activation_bytes() const override { return parts_.activation_bytes(); }
  size_t bucket_count() const override { return parts_.bucket_count(); }

 private:
  late::WalkSettings settings() {
    late::WalkSettings settings;
    settings.device = script_.host ? script_.host.get() : &engine_->device();
    settings.parts = &parts_;
    settings.before_op = [this](network::OpId id) { begin_op(script_.network.op(id)); };
    settings.after_op = [this](network::OpId id) { end_op(script_.network.op(id)); };
    return settings;
  }

  void begin_op(const network::Op& op) {
    started_ns_ = now_ns();
    part_times_.clear();
    if (late::is_part(op)) set_sink(op, profile_ == nullptr ? nullptr : &part_times_);
  }

  void end_op(const network::Op& op) {
    if (delay_ && delay_->step == step_) spin(delay_->ns);
    if (profile_ != nullptr && late::is_part(op)) {
      for (const StepTime& time : part_times_) profile_->push_back({step_ + time.step, time.ns});
    } else if (profile_ != nullptr) {
      profile_->push_back({step_, static_cast<double>(now_ns() - started_ns_)});
    }
    step_ += step_count(script_, op);
  }

  void set_sink(const network::Op& op, std::vector<StepTime>* sink) {
    if (auto context = parts_.context_of(late::part_of(op)); context.ok()) {
      (*context)->profile_into(sink);
    }
  }

  static Status bind(const std::vector<std::string>& names, const std::string& name, void* data,
                     std::map<std::string, void*>& bound) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      return not_found("the plan has no input or output '" + name + "' to bind");
    }
    bound[name] = data;
    return {};
  }

  Result<ValuesByName> download_inputs(device::Stream& stream) const {
    ValuesByName inputs;
    for (const std::string& name : engine_->input_names()) {
      const auto dims = dims_.find(name);
      const auto data = input_data_.find(name);
      if (dims == dims_.end()) return invalid_input("input '" + name + "' has no shape");
      if (data == input_data_.end()) return invalid_input("'" + name + "' has no memory");
      const tensor::DataType type = engine_->input_desc(name).type;
      if (script_.host == nullptr) {
        inputs[name] = HostTensor::over(type, dims->second, data->second);
        continue;
      }
      HostTensor host(type, dims->second);
      NIGHTJAR_TRY(
          engine_->device().copy_to_host(host.bytes(), data->second, host.byte_count(), stream));
      inputs[name] = std::move(host);
    }
    NIGHTJAR_TRY(stream.synchronize());
    return inputs;
  }

  Status upload_outputs(device::Stream& stream) const {
    for (const auto& [name, value] : outputs_) {
      if (!value.is_tensor()) continue;
      const HostTensor& host = value.tensor;
      NIGHTJAR_ASSIGN(void* const data, memory_for(name, host));
      if (data == nullptr) continue;
      NIGHTJAR_TRY(engine_->device().copy_to_device(data, host.bytes(), host.byte_count(), stream));
    }
    return stream.synchronize();
  }

  /// Bound, or from the caller's allocator; nullptr where the output is not wanted.
  Result<void*> memory_for(const std::string& name, const HostTensor& host) const {
    const auto bound = output_data_.find(name);
    if (bound != output_data_.end() && bound->second != nullptr) return bound->second;
    if (allocator_ == nullptr) return static_cast<void*>(nullptr);
    void* const data = allocator_->reallocate(name, host.dims(), host.byte_count());
    if (data == nullptr && host.byte_count() > 0) {
      return refused_by_allocator(name, host.byte_count());
    }
    return data;
  }

  const Script& script_;
  Parts parts_;
  DimsByName dims_;
  std::map<std::string, void*> input_data_, output_data_;
  ValuesByName outputs_;  // of the newest run
  int64_t started_ns_ = 0;
  size_t step_ = 0;
  std::vector<StepTime> part_times_;
  late::Walker walker_;
};

}  // namespace

std::unique_ptr<ContextState> make_script_state(std::shared_ptr<const Engine> engine,
                                                const ContextOptions& options) {
  return std::make_unique<ScriptState>(std::move(engine), options);
}

}  // namespace nightjar::runtime
