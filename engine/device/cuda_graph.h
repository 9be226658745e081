// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Work captured from a stream once and launched as a whole, again and again.
#pragma once

#include <functional>

#include "engine/device/device.h"

namespace nightjar::device {

/// Owned and move-only. Pointers that were captured must stay valid as long as it is launched.
class CudaGraph {
 public:
  /// Runs `enqueue`, which puts its work on `stream` and neither allocates nor waits.
  static Result<CudaGraph> capture(Stream& stream, const std::function<Status()>& enqueue);

  CudaGraph(CudaGraph&& other) noexcept;
  CudaGraph& operator=(CudaGraph&& other) noexcept;
  ~CudaGraph();

  Status launch(Stream& stream);
  /// Takes over the pointers and arguments of another capture of the same work; false when the
  /// two differ in more than that.
  Result<bool> update(Stream& stream, const std::function<Status()>& enqueue);

 private:
  explicit CudaGraph(void* executable) : executable_(executable) {}

  void* executable_ = nullptr;
};

}  // namespace nightjar::device
