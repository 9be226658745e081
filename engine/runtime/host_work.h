// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What of an engine for a GPU runs on the host nevertheless.
#pragma once

#include <string>
#include <vector>

#include "engine/runtime/runtime.h"

namespace nightjar::runtime {

/// A step, or an op of a script, that the host runs between copies there and back.
struct HostWork {
  std::string step;
  std::string reason;
};

/// In order; bodies of loops too. Empty for an engine of a CPU, where nothing is copied.
std::vector<HostWork> host_work(const Engine& engine);

}  // namespace nightjar::runtime
