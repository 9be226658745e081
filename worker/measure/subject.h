// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// What a sample loop measures, and the parts each sample is told apart into.
#pragma once

#include <cstdint>

#include "base/result.h"

namespace nightjar::measure {

/// Timed parts of one sample, in nanoseconds.
struct SampleParts {
  int64_t latency_ns = 0;  ///< From handing in the inputs to holding the outputs.
  int64_t enqueue_ns = 0;  ///< The caller's thread inside the enqueue call.
  int64_t h2d_ns = 0, compute_ns = 0, d2h_ns = 0;

  bool operator==(const SampleParts&) const = default;
};

/// Something that can be done again and again and timed each time.
class Subject {
 public:
  virtual ~Subject() = default;
  /// Takes one sample. Allocates nothing and says nothing to anybody once warm.
  virtual Status take_sample(SampleParts& parts) = 0;
  /// Inferences that one sample stands for.
  virtual int64_t inferences_per_sample() const { return 1; }
};

}  // namespace nightjar::measure
