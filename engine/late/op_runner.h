// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs one late op again and again, keeping what it prepared for extents and values seen before.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/late/prepared_op.h"

namespace nightjar::late {

/// The network must outlive it. One thread at a time.
class OpRunner {
 public:
  OpRunner(const network::Network& network, const network::Op& op, device::Device& device,
           TacticPolicy policy);

  /// `inputs[i]` is undefined where absent. Errors name the node.
  Result<std::vector<tensor::HostTensor>> run(std::span<const tensor::HostTensor> inputs);

 private:
  Result<PreparedOp*> find_or_prepare(std::span<const tensor::HostTensor> inputs);
  Result<std::unique_ptr<PreparedOp>> prepare(std::span<const tensor::HostTensor> inputs,
                                              std::vector<bool> is_constant);

  const network::Op& op_;
  device::Device& device_;
  TacticPolicy policy_;
  std::vector<bool> is_constant_;   // of the network's constants
  std::vector<bool> is_parameter_;  // these, and inputs that decide the lowering
  bool looks_into_all_ = false;     // small inputs turned out to decide it as well
  std::vector<std::pair<std::string, std::unique_ptr<PreparedOp>>> prepared_;  // newest last
};

}  // namespace nightjar::late
