// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs plans: an immutable engine shared by any number of contexts.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/device/device.h"
#include "engine/plan/plan.h"
#include "engine/tensor/value.h"

namespace nightjar::runtime {

using TensorsByName = std::map<std::string, tensor::HostTensor>;
using DimsByName = std::map<std::string, tensor::Dims>;

struct EngineState;  // engine_state.h
class ContextState;  // context_state.h

/// A plan loaded on a device. Immutable and thread-safe; outlives its contexts by shared ownership.
class Engine : public std::enable_shared_from_this<Engine> {
 public:
  /// Refuses a plan of another device class or library version with the reason.
  static Result<std::shared_ptr<const Engine>> load(plan::Plan plan, device::Device& device);
  ~Engine();

  const plan::Plan& plan() const;
  device::Device& device() const;
  /// Names and descriptions, in the model's order.
  std::vector<std::string> input_names() const;
  std::vector<std::string> output_names() const;
  const tensor::TensorDesc& input_desc(const std::string& name) const;
  const tensor::TensorDesc& output_desc(const std::string& name) const;
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

/// The state of one inference at a time on one stream. Not thread-safe.
class Context {
 public:
  static Result<std::unique_ptr<Context>> create(std::shared_ptr<const Engine> engine);
  ~Context();

  /// Prepares for these input extents; kept, so that a shape seen before costs nothing.
  /// `known` are symbols that no input tells.
  Status set_input_dims(const DimsByName& dims, const tensor::SymbolValues& known = {});
  /// Of a scripted engine: of the newest run.
  Result<tensor::Dims> output_dims(const std::string& name) const;
  /// Device pointers; valid until changed. Sizes follow from the extents set before.
  Status bind_input(const std::string& name, const void* data);
  Status bind_output(const std::string& name, void* data);
  /// Queues one inference. Allocates nothing once warm.
  Status enqueue(device::Stream& stream);
  /// Runs one inference step by step and times each; synchronises.
  Result<std::vector<StepTime>> profile(device::Stream& stream);
  /// Host tensors in and out, with copies; sets extents and bindings itself.
  Result<TensorsByName> run(const TensorsByName& inputs, const tensor::SymbolValues& known = {});
  /// The same with values of any kind, sequences and empty optionals too.
  Result<tensor::ValuesByName> run_values(const tensor::ValuesByName& inputs);

  /// While `times` is not null, every inference is profiled and its steps are appended.
  void profile_into(std::vector<StepTime>* times);

  void inject_delay(InjectedDelay delay);
  const Engine& engine() const;
  size_t activation_bytes() const;

 private:
  explicit Context(std::unique_ptr<ContextState> state);
  std::unique_ptr<ContextState> state_;
};

}  // namespace nightjar::runtime
