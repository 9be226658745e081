// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/thread_binding.h"

#include <fmt/format.h>

#include <cstdlib>

namespace nightjar::worker {
namespace {

struct Default {
  const char* name;
  const char* value;
};

constexpr Default kDefaults[] = {{"OMP_PROC_BIND", "true"}, {"OMP_PLACES", "cores"}};

}  // namespace

std::vector<std::string> thread_environment(int threads) {
  if (threads <= 0) return {};
  std::vector<std::string> entries = {fmt::format("OMP_NUM_THREADS={}", threads)};
  for (const Default& entry : kDefaults) {
    if (std::getenv(entry.name) == nullptr) {
      entries.push_back(fmt::format("{}={}", entry.name, entry.value));
    }
  }
  return entries;
}

}  // namespace nightjar::worker
