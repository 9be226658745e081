// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Runs tactics on random operands and compares what they give.
#pragma once

#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "kernels/common/tactic.h"

namespace nightjar::kernels::testing {

using Random = std::mt19937_64;

int64_t pick(Random& random, int64_t low, int64_t high);
bool flip(Random& random);

tensor::TensorDesc describe(tensor::DataType type, const tensor::Dims& dims,
                            tensor::Layout layout = tensor::Layout::kRowMajor);

/// Physical order, uniform in [-1, 1], rounded to the type; undefined for an absent operand.
tensor::HostTensor random_operand(const tensor::TensorDesc& desc, Random& random);
std::vector<tensor::HostTensor> random_operands(const Problem& problem, Random& random);

/// Elements in logical row-major order, whatever the layout and type.
std::vector<double> logical_values(const tensor::TensorDesc& desc,
                                   const tensor::HostTensor& operand);

/// Prepares with the inputs in `constant` known, opens and launches on `threads` threads.
Result<std::vector<tensor::HostTensor>> run_tactic(const Tactic& tactic, const Problem& problem,
                                                   const std::string& config,
                                                   std::span<const tensor::HostTensor> inputs,
                                                   const std::set<size_t>& constant = {},
                                                   int threads = 1);

/// The second half of run_tactic alone, with what an earlier prepare gave.
Result<std::vector<tensor::HostTensor>> run_prepared(const Tactic& tactic, const Problem& problem,
                                                     const std::string& config,
                                                     const Prepared& prepared,
                                                     std::span<const tensor::HostTensor> inputs,
                                                     int threads = 1);

/// The largest difference, relative to the largest expected magnitude (at least 1).
double worst_error(const std::vector<double>& expected, const std::vector<double>& actual);

}  // namespace nightjar::kernels::testing
