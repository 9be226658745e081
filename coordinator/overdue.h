// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Jobs that nobody will end any more: their worker overruns, or no worker can do them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "coordinator/policy.h"
#include "coordinator/queue.h"
#include "wire/messages.h"

namespace nightjar::coordinator {

struct Overdue {
  int64_t job_id = 0;
  std::string reason;
};

/// Leased jobs whose worker goes on beyond the time limit it was given.
std::vector<Overdue> find_overtime(const Queue& queue, const Policy& policy, int64_t now_ns);

/// Queued jobs that for longer than the policy's patience none of `workers` could do. Notes in
/// the queue since when each job waits.
std::vector<Overdue> find_unserved(Queue& queue, const std::vector<wire::WorkerState>& workers,
                                   const Policy& policy, int64_t now_ns);

}  // namespace nightjar::coordinator
