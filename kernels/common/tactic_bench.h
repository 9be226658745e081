// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A tactic on one problem as a Google Benchmark case that is checked before it is timed.
#pragma once

#include <set>
#include <string>

#include "kernels/common/problem.h"

namespace nightjar::kernels {

struct BenchCase {
  std::string name;  ///< Permanent: nightly scenarios refer to it.
  std::string tactic;
  std::string config_like;    ///< The first configuration that contains this.
  Problem problem;            ///< Bound.
  std::set<size_t> constant;  ///< Inputs known at build.
  double operations = 0;      ///< Floating-point operations of one launch.
  double tolerance = 1e-4;    ///< Of the largest difference over the largest magnitude.
};

/// Registers the case, unless this machine has no such configuration. Inputs are the same in every
/// run; on one thread.
void register_bench(const BenchCase& bench);

}  // namespace nightjar::kernels
