// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A problem with inputs and the answer it should have, as values and on a device.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "kernels/common/tactic.h"

namespace nightjar::build {

/// A bound problem with inputs and the plain answer: what candidates are held against.
struct Trial {
  kernels::Problem problem;                  ///< Bound to the tuning shapes.
  std::vector<tensor::HostTensor> inputs;    ///< Random where not constant.
  std::vector<tensor::HostTensor> expected;  ///< The plain answer.
};

/// `constants[i]` defined where input i is one. `plain` gives the answer. Deterministic in `seed`.
Result<Trial> make_trial(const kernels::Tactic& plain, const kernels::Problem& bound_problem,
                         const std::vector<tensor::HostTensor>& constants, uint64_t seed);

/// The operands of a trial on a device.
class TrialMemory {
 public:
  /// Sizes follow from `bound`, the trial's problem or the same for a larger batch; inputs that are
  /// longer than the trial's repeat them. Refuses to repeat an empty one.
  static Result<std::shared_ptr<TrialMemory>> make(const kernels::Problem& bound,
                                                   const Trial& trial, device::Device& device);
  const std::vector<const void*>& inputs() const { return inputs_; }
  const std::vector<void*>& outputs() const { return outputs_; }
  /// Host memory for what comes out, one an output, undefined where absent: whoever launches fills
  /// it, one after the other.
  std::vector<tensor::HostTensor>& answers() { return answers_; }

 private:
  std::vector<device::Buffer> buffers_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
  std::vector<tensor::HostTensor> answers_;
};

}  // namespace nightjar::build
