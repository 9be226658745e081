// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/talk_cores.h"

#include <sched.h>

#include <algorithm>

#include "worker/device_choice.h"

namespace nightjar::worker {

void talk_beside(const std::vector<int>& measured) {
  cpu_set_t others;
  CPU_ZERO(&others);
  for (const int core : allowed_cores()) {
    if (std::find(measured.begin(), measured.end(), core) == measured.end()) CPU_SET(core, &others);
  }
  if (!measured.empty() && CPU_COUNT(&others) > 0) sched_setaffinity(0, sizeof others, &others);
}

}  // namespace nightjar::worker
