// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// Framed messages over one socket between the two processes of a worker.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace nightjar::worker {

enum class FrameKind : uint8_t {
  kHello = 1,   ///< Measuring to talking: the device as the measuring process found it.
  kJob = 2,     ///< Talking to measuring: do this.
  kStage = 3,   ///< Measuring to talking: where it has got to. Never sent while samples are taken.
  kResult = 4,  ///< Measuring to talking: the job has ended.
};

struct Frame {
  FrameKind kind = FrameKind::kHello;
  std::vector<std::byte> payload;

  bool operator==(const Frame&) const = default;
};

/// Owns one end of a stream socket. Not thread-safe.
class FrameLink {
 public:
  static constexpr uint32_t kMostBytes = 256u << 20;

  explicit FrameLink(int fd) : fd_(fd) {}
  ~FrameLink();
  FrameLink(FrameLink&& other) noexcept;
  FrameLink& operator=(FrameLink&& other) noexcept;

  int fd() const { return fd_; }
  /// Sends all of it, or fails when the other end is gone or takes nothing for `timeout_ms`.
  Status send(FrameKind kind, std::span<const std::byte> payload, int timeout_ms);
  /// The next whole frame; none when `timeout_ms` have passed (0: only what is there already; -1:
  /// waits for ever). kNotFound when the other end has closed.
  Result<std::optional<Frame>> receive(int timeout_ms);

 private:
  Result<std::optional<Frame>> take_frame();

  int fd_ = -1;
  std::vector<std::byte> received_;
};

/// A connected pair: {this process's end, the end for a child}; both close on exec.
Result<std::pair<FrameLink, FrameLink>> make_link();

}  // namespace nightjar::worker
