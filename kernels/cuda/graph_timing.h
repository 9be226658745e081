// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// How long a kernel takes inside a CUDA graph, with its operands on the GPU.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/device/device.h"
#include "kernels/common/tactic.h"

namespace nightjar::kernels::cuda {

/// A problem on the GPU with random operands, to be timed under several tactics. For benchmarks.
class TimedProblem {
 public:
  static Result<TimedProblem> make(device::Device& device, const Problem& problem);

  /// Nanoseconds of one launch: the median over `rounds` replays of a graph of several launches.
  Result<double> time_ns(const Tactic& tactic, const std::string& config, int rounds);

 private:
  explicit TimedProblem(device::Device& device) : device_(&device) {}
  Result<device::Buffer> random_buffer(const tensor::TensorDesc& desc);

  device::Device* device_;
  Problem problem_;
  std::unique_ptr<device::Stream> stream_;
  std::vector<device::Buffer> inputs_, outputs_;
};

}  // namespace nightjar::kernels::cuda
