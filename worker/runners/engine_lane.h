// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One context of a loaded plan with its stream, its buffers and its timers.
#pragma once

#include <memory>
#include <vector>

#include "base/clock.h"
#include "engine/engine.h"
#include "worker/measure/arrival.h"
#include "worker/runners/step_profiler.h"

namespace nightjar::runners {

/// Inputs are copied from the caller's tensors to the device's buffers before each inference and
/// outputs back behind it, as a caller's would be, on a CPU too. Parts are timed by the device's
/// own events.
class EngineLane final : public measure::Lane, public StepProfiler {
 public:
  /// Binds everything; allocates nothing after this. `clock` outlives the lane.
  static Result<std::unique_ptr<EngineLane>> create(std::shared_ptr<const engine::Engine> engine,
                                                    const runtime::TensorsByName& inputs,
                                                    const Clock& clock);

  Status start() override;
  Status finish(measure::SampleParts& parts) override;
  Result<std::vector<runtime::StepTime>> profile() override;
  void inject_delay(runtime::InjectedDelay delay) override { context_->inject_delay(delay); }
  /// As of the last inference that was finished.
  const runtime::TensorsByName& outputs() const { return outputs_; }

 private:
  struct Copy {
    void* to;
    const void* from;
    size_t byte_count;
  };

  explicit EngineLane(const Clock& clock) : clock_(clock) {}
  Status bind_inputs(const runtime::TensorsByName& inputs);
  Status bind_outputs();
  Status make_timers();

  const Clock& clock_;
  std::shared_ptr<const engine::Engine> engine_;
  std::unique_ptr<engine::Context> context_;
  std::unique_ptr<device::Stream> stream_;
  std::unique_ptr<device::Event> begun_, uploaded_, computed_, downloaded_;
  runtime::TensorsByName inputs_, outputs_;
  std::vector<device::Buffer> buffers_;
  std::vector<Copy> uploads_, downloads_;
  int64_t enqueue_ns_ = 0;
};

}  // namespace nightjar::runners
