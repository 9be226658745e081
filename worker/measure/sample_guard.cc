// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/sample_guard.h"

#include <sys/resource.h>

namespace nightjar::measure {

int64_t PreemptionGuard::involuntary_switches() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_nivcsw;
}

}  // namespace nightjar::measure
