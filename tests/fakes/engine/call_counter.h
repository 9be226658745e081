// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Counts allocations and locks of a test program while a counter is alive, by who asked for them.
#pragma once

#include <cstddef>

namespace nightjar::fakes {

struct CallCounts {
  size_t own_allocations = 0;    ///< Asked for by code of this program.
  size_t other_allocations = 0;  ///< By libraries it links, such as oneDNN.
  size_t own_locks = 0, other_locks = 0;
};

/// Counts on all threads from construction to finish; one at a time. A program that refers to it
/// gets counting malloc, operator new and pthread_mutex_lock.
class CallCounter {
 public:
  CallCounter();
  CallCounts finish();
  /// False under sanitizers, which bring functions of their own: then nothing is counted.
  static bool is_possible();
};

}  // namespace nightjar::fakes
