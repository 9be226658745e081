// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What per-layer rows and injected faults need of a loaded plan.
#pragma once

#include <vector>

#include "engine/engine.h"

namespace nightjar::runners {

class StepProfiler {
 public:
  virtual ~StepProfiler() = default;
  /// Runs one inference step by step and times each.
  virtual Result<std::vector<runtime::StepTime>> profile() = 0;
  virtual void inject_delay(runtime::InjectedDelay delay) = 0;
};

}  // namespace nightjar::runners
