// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Everything an inference needs for one set of input extents: kernels opened, memory placed.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/runtime/engine_state.h"
#include "engine/runtime/in_place.h"

namespace nightjar::runtime {

/// Prepared state of one shape bucket. The engine state must outlive it. Launching allocates
/// nothing; one thread at a time.
class Bucket {
 public:
  /// Binds symbols to `dims`, opens every kernel and places activations in an arena.
  /// `known` are symbols that no input tells. The arena lies in `memory` unless that is empty.
  static Result<std::unique_ptr<Bucket>> prepare(const EngineState& engine, const DimsByName& dims,
                                                 const tensor::SymbolValues& known,
                                                 std::span<std::byte> memory);
  /// How many bytes prepare would want for the arena.
  static Result<size_t> arena_bytes_for(const EngineState& engine, const DimsByName& dims);

  /// Points a plan tensor (an input, an output or one sharing their bytes) at device memory.
  void bind(plan::TensorIndex tensor, void* data);
  Status launch_step(size_t step, device::Stream& stream);
  /// All steps, on a device that can as one recording: from the second time on, so that the first
  /// may load code.
  Status launch_all(device::Stream& stream);
  size_t step_count() const { return launchables_.size(); }
  const tensor::Dims& dims(plan::TensorIndex tensor) const {
    return dims_[static_cast<size_t>(tensor)];
  }
  size_t arena_bytes() const { return arena_bytes_; }

 private:
  struct StepPointers {
    std::vector<const void*> inputs;
    std::vector<void*> outputs;
  };

  explicit Bucket(const EngineState& engine) : engine_(engine) {}
  Status resolve_dims(const DimsByName& given);
  Status check_places() const;
  Status check_operands(const plan::PlanStep& step, const kernels::Problem& problem) const;
  Status open_kernels();
  plan::TensorIndex root_of(plan::TensorIndex tensor) const {
    return in_place_.places[static_cast<size_t>(tensor)].root;
  }
  Status plan_arena();
  Status place_arena(std::span<std::byte> memory);
  std::vector<bool> kept_roots() const;
  void fill_pointers(plan::TensorIndex root);
  Status launch_steps(device::Stream& stream);

  const EngineState& engine_;
  tensor::SymbolValues symbols_;
  std::vector<tensor::Dims> dims_;  // one a tensor
  std::vector<void*> data_;         // one a tensor; of roots
  InPlace in_place_;
  std::vector<std::unique_ptr<kernels::Launchable>> launchables_;
  std::vector<StepPointers> pointers_;  // one a step
  std::vector<size_t> offsets_;         // one a tensor, into the arena
  size_t tensor_bytes_ = 0;             // of the arena, before the workspace
  size_t arena_bytes_ = 0;
  device::Buffer arena_;  // unused when the caller gave memory
  void* workspace_ = nullptr;
  std::unique_ptr<device::Recording> recording_;
  bool is_recording_current_ = false, is_warm_ = false;
};

}  // namespace nightjar::runtime
