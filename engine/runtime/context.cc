// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "base/check.h"
#include "engine/runtime/context_state.h"
#include "engine/runtime/runtime.h"

namespace nightjar::runtime {

void spin(double ns) {
  const auto until =
      std::chrono::steady_clock::now() + std::chrono::duration<double, std::nano>(ns);
  while (std::chrono::steady_clock::now() < until) {
  }
}

Error refused_by_allocator(const std::string& output, size_t byte_count) {
  return io_error("the output allocator gave no memory for '" + output + "', which needs " +
                  std::to_string(byte_count) + " bytes");
}

Context::Context(std::unique_ptr<ContextState> state) : state_(std::move(state)) {}
Context::~Context() = default;

Result<std::unique_ptr<Context>> Context::create(std::shared_ptr<const Engine> engine,
                                                 const ContextOptions& options) {
  NIGHTJAR_CHECK(engine != nullptr, "a context needs an engine");
  if (options.max_buckets == 0) return invalid_input("a context must keep one bucket at least");
  auto state = engine->is_scripted() ? make_script_state(engine, options)
                                     : make_compiled_state(engine, options);
  return std::unique_ptr<Context>(new Context(std::move(state)));
}

Status Context::select_profile(size_t profile) {
  const size_t count = engine().plan().profiles.size();
  if (profile >= count) {
    return invalid_input("the plan has " + std::to_string(count) + " profiles and none of number " +
                         std::to_string(profile));
  }
  profile_ = profile;
  return {};
}

Status Context::set_input_dims(const DimsByName& dims, const tensor::SymbolValues& known) {
  NIGHTJAR_TRY(check_dims(dims));
  return state_->select(dims, known);
}

Status Context::check_dims(const DimsByName& dims) const {
  const auto& profiles = engine().plan().profiles;
  return profile_ ? plan::check_dims(profiles[*profile_], dims) : plan::check_dims(profiles, dims);
}

Result<tensor::Dims> Context::output_dims(const std::string& name) const {
  return state_->output_dims(name);
}

Status Context::bind_input(const std::string& name, const void* data) {
  return state_->bind_input(name, const_cast<void*>(data));
}

Status Context::bind_output(const std::string& name, void* data) {
  return state_->bind_output(name, data);
}

Status Context::enqueue(device::Stream& stream) { return state_->enqueue(stream); }

Result<std::vector<StepTime>> Context::profile(device::Stream& stream) {
  return state_->profile(stream);
}

void Context::profile_into(std::vector<StepTime>* times) { state_->profile_into(times); }
void Context::set_output_allocator(OutputAllocator* allocator) {
  state_->set_output_allocator(allocator);
}
void Context::inject_delay(InjectedDelay delay) { state_->inject_delay(delay); }
const Engine& Context::engine() const { return state_->engine(); }
size_t Context::activation_bytes() const { return state_->activation_bytes(); }
size_t Context::bucket_count() const { return state_->bucket_count(); }

}  // namespace nightjar::runtime
