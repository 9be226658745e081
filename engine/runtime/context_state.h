// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What stands behind a context: prepared buckets of a compiled plan, or the run of a script.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/runtime.h"

namespace nightjar::runtime {

/// The methods are those of Context.
class ContextState {
 public:
  explicit ContextState(std::shared_ptr<const Engine> engine) : engine_(std::move(engine)) {}
  virtual ~ContextState() = default;

  virtual Status select(const DimsByName& dims, const tensor::SymbolValues& known) = 0;
  virtual Result<tensor::Dims> output_dims(const std::string& name) const = 0;
  virtual Status bind_input(const std::string& name, void* data) = 0;
  virtual Status bind_output(const std::string& name, void* data) = 0;
  virtual Status enqueue(device::Stream& stream) = 0;
  virtual Result<std::vector<StepTime>> profile(device::Stream& stream) = 0;
  virtual Result<tensor::ValuesByName> run_values(const tensor::ValuesByName& inputs) = 0;
  /// Forgets all memory of the caller's.
  virtual void unbind_all() = 0;
  virtual size_t activation_bytes() const = 0;
  virtual size_t bucket_count() const { return 0; }

  virtual void inject_delay(InjectedDelay delay) { delay_ = delay; }
  void profile_into(std::vector<StepTime>* times) { profile_ = times; }
  void set_output_allocator(OutputAllocator* allocator) { allocator_ = allocator; }
  const Engine& engine() const { return *engine_; }

 protected:
  std::shared_ptr<const Engine> engine_;
  std::optional<InjectedDelay> delay_;
  std::vector<StepTime>* profile_ = nullptr;
  OutputAllocator* allocator_ = nullptr;
};

std::unique_ptr<ContextState> make_compiled_state(std::shared_ptr<const Engine> engine,
                                                  const ContextOptions& options);
std::unique_ptr<ContextState> make_script_state(std::shared_ptr<const Engine> engine,
                                                const ContextOptions& options);

/// What an inference fails with when the caller's allocator gave nothing.
Error refused_by_allocator(const std::string& output, size_t byte_count);

/// Keeps the calling thread busy, as a slower kernel would.
void spin(double ns);

}  // namespace nightjar::runtime
