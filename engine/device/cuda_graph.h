// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Work captured from a stream once and launched as a whole, again and again.
#pragma once

#include <functional>

#include "engine/device/device.h"

namespace nightjar::device {

/// Owned and move-only. Pointers that were captured must stay valid as long as it is launched.
class CudaGraph final : public Recording {
 public:
  /// Runs `enqueue`, which puts its work on `stream` and neither allocates nor waits.
  static Result<CudaGraph> capture(Stream& stream, const std::function<Status()>& enqueue);

  CudaGraph(CudaGraph&& other) noexcept;
  CudaGraph& operator=(CudaGraph&& other) noexcept;
  ~CudaGraph() override;

  Status launch(Stream& stream) override;
  Result<bool> update(Stream& stream, const std::function<Status()>& enqueue) override;

 private:
  explicit CudaGraph(void* executable) : executable_(executable) {}

  void* executable_ = nullptr;
};

}  // namespace nightjar::device
