// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One op lowered for given extents and parameter values: kernels opened, ready to run often.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/device/device.h"
#include "engine/late/tactic_policy.h"
#include "engine/lower/lower.h"
#include "kernels/common/tactic.h"

namespace nightjar::late {

/// Host tensors in and out; runs on a CPU device. One thread at a time.
class PreparedOp {
 public:
  /// `inputs[i]` is undefined where absent. Where `is_constant[i]` holds, the value itself is part
  /// of what is prepared; of other inputs only type and extents are.
  static Result<std::unique_ptr<PreparedOp>> prepare(const network::Op& op,
                                                     std::span<const tensor::HostTensor> inputs,
                                                     const std::vector<bool>& is_constant,
                                                     device::Device& device, TacticPolicy policy);

  Result<std::vector<tensor::HostTensor>> run(std::span<const tensor::HostTensor> inputs);

 private:
  struct Kernel {
    std::unique_ptr<kernels::Launchable> launchable;
    kernels::Prepared prepared;
  };

  Status infer(const network::Op& op, std::span<const tensor::HostTensor> inputs,
               const std::vector<bool>& is_constant);
  Status open(const lower::Step& step, device::Device& device, TacticPolicy policy);
  Result<Kernel> open_with(const kernels::Tactic& tactic, const kernels::Problem& problem,
                           std::span<const tensor::HostTensor> constants, device::Device& device);
  Status launch(size_t step, std::span<const tensor::HostTensor> inputs,
                std::vector<tensor::HostTensor>& outputs);
  const tensor::HostTensor* constant_of(const lower::Operand& operand) const;

  network::Network network_;  // the op alone, its inputs described by what was given
  lower::LoweredOp lowered_;
  std::vector<Kernel> kernels_;                  // one a step
  std::vector<tensor::HostTensor> temporaries_;  // reused by every run
  std::vector<tensor::TensorDesc> outputs_;      // type kUndefined for unwanted ones
  std::vector<std::byte> workspace_;
  std::unique_ptr<device::Stream> stream_;
};

}  // namespace nightjar::late
