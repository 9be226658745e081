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

Context::Context(std::unique_ptr<ContextState> state) : state_(std::move(state)) {}
Context::~Context() = default;

Result<std::unique_ptr<Context>> Context::create(std::shared_ptr<const Engine> engine) {
  NIGHTJAR_CHECK(engine != nullptr, "a context needs an engine");
  auto state = engine->is_scripted() ? make_script_state(engine) : make_compiled_state(engine);
  return std::unique_ptr<Context>(new Context(std::move(state)));
}

Status Context::set_input_dims(const DimsByName& dims, const tensor::SymbolValues& known) {
  return state_->select(dims, known);
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
void Context::inject_delay(InjectedDelay delay) { state_->inject_delay(delay); }
const Engine& Context::engine() const { return state_->engine(); }
size_t Context::activation_bytes() const { return state_->activation_bytes(); }

}  // namespace nightjar::runtime
