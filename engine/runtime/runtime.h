// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs plans: an immutable engine shared by any number of contexts.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/device/device.h"
#include "engine/plan/plan.h"
#include "engine/tensor/value.h"

namespace nightjar::kernels {
class Tactic;
}

namespace nightjar::runtime {

using TensorsByName = std::map<std::string, tensor::HostTensor>;
using DimsByName = std::map<std::string, tensor::Dims>;

struct EngineState;  // engine_state.h
class ContextState;  // context_state.h

/// A plan loaded on a device. Immutable and thread-safe; outlives its contexts by shared ownership.
class Engine : public std::enable_shared_from_this<Engine> {
 public:
  /// Refuses a plan of another device class or library version with the reason, and one without
  /// weights. `user_tactics` are found beside the program's own and outlive the engine.
  static Result<std::shared_ptr<const Engine>> load(
      plan::Plan plan, device::Device& device,
      const std::vector<const kernels::Tactic*>& user_tactics = {});
  ~Engine();

  const plan::Plan& plan() const;
  device::Device& device() const;
  /// Names and descriptions, in the model's order.
  std::vector<std::string> input_names() const;
  std::vector<std::string> output_names() const;
  const tensor::TensorDesc& input_desc(const std::string& name) const;
  const tensor::TensorDesc& output_desc(const std::string& name) const;
  /// Bytes of activations and workspace that one context needs for these input extents. Opens the
  /// kernels to find out.
  Result<size_t> activation_bytes(const DimsByName& dims) const;
  /// Whether values decide shapes: outputs then have extents only after a run, may be sequences,
  /// and need no memory of the caller's.
  bool is_scripted() const { return plan().is_scripted(); }

  /// For the runtime's own files.
  const EngineState& state() const { return *state_; }

 private:
  explicit Engine(std::unique_ptr<EngineState> state);
  std::unique_ptr<EngineState> state_;
};

/// Time of one step in a profiled pass.
struct StepTime {
  size_t step = 0;  ///< Index into plan().steps.
  double ns = 0;
};

/// A delay added behind one step, to prove that the harness sees it.
struct InjectedDelay {
  size_t step = 0;
  double ns = 0;
};

/// Gives memory for outputs that have none bound, once their extents are known.
class OutputAllocator {
 public:
  virtual ~OutputAllocator() = default;
  /// Device memory of at least `byte_count` bytes that stays until the next call for the output;
  /// nullptr refuses, and the inference fails.
  virtual void* reallocate(const std::string& output, const tensor::Dims& dims,
                           size_t byte_count) = 0;
};

struct ContextOptions {
  size_t max_buckets = 16;        ///< Sets of input extents kept prepared.
  uint64_t max_bucket_bytes = 0;  ///< Of their activations together; 0: no limit.
  /// Device memory for activations, aligned to 256 and shared by all buckets; the caller keeps it
  /// as long as the context. Empty: the context has its own.
  std::span<std::byte> activation_memory;
  // Each part of a scripted plan has such options for itself; activation memory is shared by all
  // parts, which run one after the other.
};

/// The state of one inference at a time on one stream. Not thread-safe.
class Context {
 public:
  static Result<std::unique_ptr<Context>> create(std::shared_ptr<const Engine> engine,
                                                 const ContextOptions& options = {});
  ~Context();

  /// From now on input extents must lie within this profile of the plan; before, in any of them.
  Status select_profile(size_t profile);
  /// Prepares for these input extents; kept, so that a shape seen before costs nothing.
  /// `known` are symbols that no input tells.
  Status set_input_dims(const DimsByName& dims, const tensor::SymbolValues& known = {});
  /// Of a scripted engine: of the newest run.
  Result<tensor::Dims> output_dims(const std::string& name) const;
  /// Device pointers; valid until changed. Sizes follow from the extents set before.
  Status bind_input(const std::string& name, const void* data);
  Status bind_output(const std::string& name, void* data);
  /// Asked for every output without memory; nullptr: none. Outlives the context.
  void set_output_allocator(OutputAllocator* allocator);
  /// Queues one inference. Allocates and locks nothing once warm.
  Status enqueue(device::Stream& stream);
  /// Runs one inference step by step and times each; synchronises.
  Result<std::vector<StepTime>> profile(device::Stream& stream);
  /// Host tensors in and out, with copies; sets extents and bindings itself. Nothing stays bound.
  Result<TensorsByName> run(const TensorsByName& inputs, const tensor::SymbolValues& known = {});
  /// The same with values of any kind, sequences and empty optionals too.
  Result<tensor::ValuesByName> run_values(const tensor::ValuesByName& inputs);

  /// While `times` is not null, every inference is profiled and its steps are appended.
  void profile_into(std::vector<StepTime>* times);

  void inject_delay(InjectedDelay delay);
  const Engine& engine() const;
  size_t activation_bytes() const;
  /// Sets of input extents that are prepared now.
  size_t bucket_count() const;

 private:
  explicit Context(std::unique_ptr<ContextState> state);
  /// Whether the selected profile, or any, admits these extents.
  Status check_dims(const DimsByName& dims) const;
  Result<TensorsByName> run_compiled(const TensorsByName& inputs,
                                     const tensor::SymbolValues& known);

  std::unique_ptr<ContextState> state_;
  std::optional<size_t> profile_;
};

}  // namespace nightjar::runtime
