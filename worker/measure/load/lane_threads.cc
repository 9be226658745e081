// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/measure/load/lane_threads.h"

#include <sched.h>

#include <thread>

namespace nightjar::measure {
namespace {

/// Best effort: where it is refused, the threads share a core, and the figures say so.
void use_all(const std::vector<int>& cores) {
  if (cores.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const int core : cores) CPU_SET(core, &set);
  (void)sched_setaffinity(0, sizeof set, &set);
}

}  // namespace

Status in_threads(size_t count, const std::vector<int>& cores,
                  const std::function<Status(size_t)>& body) {
  if (count == 1) return body(0);
  std::vector<Status> statuses(count);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      use_all(cores);
      statuses[i] = body(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (Status& status : statuses) NIGHTJAR_TRY(std::move(status));
  return {};
}

}  // namespace nightjar::measure
