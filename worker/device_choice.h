// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Which device a worker is asked to own: a GPU, all cores, or a set of them.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace nightjar::worker {

struct DeviceChoice {
  std::string name;         ///< As asked for: "cpu", "cpu:0/2", "cuda:1", "cuda:MIG-…".
  std::string engine_name;  ///< What the engine opens: "cpu" or "cuda:N".
  std::vector<int> cores;  ///< Ascending; the cores the measuring process is pinned to. Empty: any.
  /// What the measuring process needs to see the device: "CUDA_VISIBLE_DEVICES=MIG-…".
  std::vector<std::string> environment = {};

  bool is_cpu() const { return engine_name == "cpu"; }
  bool operator==(const DeviceChoice&) const = default;
};

/// "0-3,6" as ascending core numbers.
Result<std::vector<int>> parse_cores(const std::string& text);
/// "0-3,6" again.
std::string cores_text(const std::vector<int>& cores);

/// Cores this process may run on, ascending.
std::vector<int> allowed_cores();

/// Reads "cpu" (all allowed cores), "cpu:K/N" (the K-th of N equal parts of them), "cpu:K" (core
/// K), "cuda:N" or, by the driver's identifier, "cuda:GPU-…" and "cuda:MIG-…". A list of cores,
/// when given, decides which cores a "cpu" is.
Result<DeviceChoice> choose_device(const std::string& name, const std::string& cores,
                                   const std::vector<int>& allowed);

}  // namespace nightjar::worker
