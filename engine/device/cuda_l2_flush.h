// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Empties a GPU's L2 cache between samples, so that each begins with its data in memory.
#pragma once

#include "engine/device/device.h"

namespace nightjar::device {

/// Overwrites twice the size of the cache. Only in builds with CUDA.
class L2Flush {
 public:
  static Result<L2Flush> make(Device& device);
  Status run(Stream& stream);

 private:
  explicit L2Flush(Buffer buffer) : buffer_(std::move(buffer)) {}
  Buffer buffer_;
};

}  // namespace nightjar::device
