// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Loops over the device's threads, and how many of them the libraries below may use.
#pragma once

#include <algorithm>
#include <cstdint>

namespace nightjar::kernels {

/// Calls body(i) for 0 <= i < count on up to `threads` threads. Bodies do not depend on each other,
/// so that results do not depend on the number of threads.
template <typename Body>
void for_each_index(int64_t count, int threads, const Body& body) {
  if (threads <= 1 || count <= 1) {
    for (int64_t i = 0; i < count; ++i) body(i);
    return;
  }
#pragma omp parallel for num_threads(threads) schedule(static)
  for (int64_t i = 0; i < count; ++i) body(i);
}

/// Threads worth waking for `work` simple operations.
inline int threads_for(int64_t work, int threads) {
  constexpr int64_t kWorkPerThread = 1 << 15;
  return static_cast<int>(std::clamp<int64_t>(work / kWorkPerThread, 1, std::max(threads, 1)));
}

/// Calls body(thread, begin, end) once for each of `threads` threads with its share of [0, count).
/// For bodies with scratch of their own; empty shares are left out.
template <typename Body>
void for_each_share(int64_t count, int threads, const Body& body) {
  for_each_index(threads, threads, [&](int64_t thread) {
    const int64_t begin = count * thread / threads;
    const int64_t end = count * (thread + 1) / threads;
    if (begin < end) body(static_cast<int>(thread), begin, end);
  });
}

/// While it lives, OpenMP regions started by this thread, oneDNN's included, use `threads`.
class ThreadScope {
 public:
  explicit ThreadScope(int threads);
  ~ThreadScope();
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int before_;
};

}  // namespace nightjar::kernels
