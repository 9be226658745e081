// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs GPU tactics on random operands beside the plain answer on the CPU.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/kernels/tactic_harness.h"

namespace nightjar::kernels::testing {

/// Skips the tests of this fixture where there is no GPU.
class CudaTactics : public ::testing::Test {
 protected:
  void SetUp() override;

  /// Every configuration of the tactic against the plain answer, outputs poisoned before. Inputs in
  /// `constant` are known at prepare; operands are random unless given.
  void expect_agreement(std::string_view tactic, const Problem& problem,
                        const std::set<size_t>& constant = {},
                        std::vector<tensor::HostTensor> inputs = {});
  bool supports(std::string_view tactic, const Problem& problem) const;

  /// One configuration, outputs poisoned before.
  Result<std::vector<tensor::HostTensor>> run(const Tactic& tactic, const Problem& problem,
                                              const std::string& config,
                                              const std::vector<tensor::HostTensor>& inputs,
                                              const std::set<size_t>& constant);

  std::unique_ptr<device::Device> device_;
  Random random_{20};
};

/// What a result of the type may differ by, relative to the largest magnitude.
double tolerance_of(tensor::DataType type, bool in_tf32 = false);

}  // namespace nightjar::kernels::testing
