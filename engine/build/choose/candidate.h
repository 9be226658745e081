// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One way to solve a step, tried: was it right, and how long did it take.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "kernels/common/tactic.h"

namespace nightjar::build {

struct Candidate {
  const kernels::Tactic* tactic = nullptr;
  std::string config;
};

/// Every supported tactic and configuration, in registry order: plain first. `bound` is the problem
/// under the tuning shapes. `allowed_sources` empty means all; plain is always in. On a GPU the
/// host is asked only where nothing else is there.
std::vector<Candidate> candidates_for(const kernels::Problem& problem,
                                      const kernels::Problem& bound, const device::DeviceInfo& info,
                                      const std::vector<std::string>& allowed_sources);

/// A bound problem with inputs and the plain answer: what candidates are held against.
struct Trial {
  kernels::Problem problem;                  ///< Bound to the tuning shapes.
  std::vector<tensor::HostTensor> inputs;    ///< Random where not constant.
  std::vector<tensor::HostTensor> expected;  ///< The plain answer.
};

/// `constants[i]` defined where input i is one. Deterministic in `seed`.
Result<Trial> make_trial(const kernels::Problem& bound_problem,
                         const std::vector<tensor::HostTensor>& constants, uint64_t seed);

/// The operands of a trial on a device.
class TrialMemory {
 public:
  /// Sizes follow from `bound`, the trial's problem or the same for a larger batch; inputs that are
  /// longer than the trial's repeat them.
  static Result<std::shared_ptr<TrialMemory>> make(const kernels::Problem& bound,
                                                   const Trial& trial, device::Device& device);
  const std::vector<const void*>& inputs() const { return inputs_; }
  const std::vector<void*>& outputs() const { return outputs_; }

 private:
  std::vector<device::Buffer> buffers_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
};

/// A candidate opened on device memory, ready to be launched again and again.
class OpenedCandidate {
 public:
  static Result<std::unique_ptr<OpenedCandidate>> open(const Candidate& candidate,
                                                       const kernels::Problem& bound,
                                                       kernels::Prepared prepared,
                                                       std::shared_ptr<TrialMemory> memory,
                                                       device::Device& device);

  Status launch();
  /// Fills outputs with a pattern, launches and compares with the plain answer.
  Status check(const Trial& trial);
  /// Nanoseconds of one launch, synchronised; on a GPU the mean of several recorded ones.
  Result<double> time_once();
  /// The same candidate under other extents.
  Result<std::unique_ptr<OpenedCandidate>> reopen(const kernels::Problem& bound,
                                                  std::shared_ptr<TrialMemory> memory);

 private:
  OpenedCandidate(Candidate candidate, device::Device& device, kernels::Prepared prepared)
      : candidate_(std::move(candidate)), device_(device), prepared_(std::move(prepared)) {}
  Status begin_timing();

  Candidate candidate_;
  device::Device& device_;
  kernels::Prepared prepared_;
  std::shared_ptr<TrialMemory> memory_;
  std::unique_ptr<kernels::Launchable> launchable_;
  std::unique_ptr<device::Stream> stream_;
  std::unique_ptr<device::Event> before_, after_;
  device::Buffer workspace_;
  std::vector<const void*> inputs_;  // nullptr where packed
  std::unique_ptr<device::Recording> recording_;
  int recorded_launches_ = 1;
};

}  // namespace nightjar::build
