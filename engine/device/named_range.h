// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Tells profilers such as Nsight Systems what a thread is doing.
#pragma once

namespace nightjar::device {

/// While it lives, what this thread does is shown under `name`, in the NVTX domain "nightjar".
/// Ranges nest. Without a profiler it costs a call through a null pointer; without CUDA nothing.
class NamedRange {
 public:
  explicit NamedRange(const char* name);
  ~NamedRange();
  NamedRange(const NamedRange&) = delete;
  NamedRange& operator=(const NamedRange&) = delete;
};

}  // namespace nightjar::device
