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

/// Every supported tactic and configuration, in registry order: plain first. `allowed_sources`
/// empty means all; plain is always in.
std::vector<Candidate> candidates_for(const kernels::Problem& problem,
                                      const device::DeviceInfo& info,
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

/// A candidate opened on device memory, ready to be launched again and again.
class OpenedCandidate {
 public:
  static Result<std::unique_ptr<OpenedCandidate>> open(
      const Candidate& candidate, const kernels::Problem& problem, const Trial& trial,
      const std::vector<tensor::HostTensor>& constants, device::Device& device);

  Status launch();
  /// Fills outputs with a pattern, launches and compares with the plain answer.
  Status check(const Trial& trial);
  /// Nanoseconds of one launch, synchronised.
  Result<double> time_once();

 private:
  OpenedCandidate(device::Device& device, kernels::Prepared prepared)
      : device_(device), prepared_(std::move(prepared)) {}
  Status place(const Trial& trial);

  device::Device& device_;
  kernels::Prepared prepared_;
  std::unique_ptr<kernels::Launchable> launchable_;
  std::unique_ptr<device::Stream> stream_;
  std::unique_ptr<device::Event> before_, after_;
  std::vector<device::Buffer> buffers_;
  device::Buffer workspace_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
};

}  // namespace nightjar::build
