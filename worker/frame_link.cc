// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/frame_link.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nightjar::worker {
namespace {

constexpr size_t kHeadBytes = sizeof(uint32_t) + 1;
constexpr size_t kReadBytes = size_t{64} << 10;

Error closed() { return not_found("the other process has closed the link"); }

/// Whether `fd` became ready in time.
bool wait_for(int fd, short what, int timeout_ms) {
  pollfd entry{fd, what, 0};
  int ready = 0;
  do {
    ready = poll(&entry, 1, timeout_ms);
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

}  // namespace

FrameLink::~FrameLink() {
  if (fd_ >= 0) close(fd_);
}

FrameLink::FrameLink(FrameLink&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), received_(std::move(other.received_)) {}

FrameLink& FrameLink::operator=(FrameLink&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(received_, other.received_);
  return *this;
}

Status FrameLink::send(FrameKind kind, std::span<const std::byte> payload, int timeout_ms) {
  if (payload.size() > kMostBytes) {
    return internal_error(fmt::format("a frame of {} bytes is too large", payload.size()));
  }
  const auto length = static_cast<uint32_t>(payload.size());
  std::vector<std::byte> bytes(kHeadBytes + payload.size());
  std::memcpy(bytes.data(), &length, sizeof length);
  bytes[sizeof length] = static_cast<std::byte>(kind);
  if (!payload.empty()) std::memcpy(bytes.data() + kHeadBytes, payload.data(), payload.size());
  for (size_t sent = 0; sent < bytes.size();) {
    const ssize_t count =
        ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) {
      sent += static_cast<size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      if (!wait_for(fd_, POLLOUT, timeout_ms)) {
        return Error{ErrorKind::kTimeout, "the other process takes no messages"};
      }
    } else if (errno != EINTR) {
      return closed();
    }
  }
  return {};
}

Result<std::optional<Frame>> FrameLink::take_frame() {
  if (received_.size() < kHeadBytes) return std::optional<Frame>();
  uint32_t length = 0;
  std::memcpy(&length, received_.data(), sizeof length);
  const auto kind = static_cast<uint8_t>(received_[sizeof length]);
  const bool is_known = kind >= static_cast<uint8_t>(FrameKind::kHello) &&
                        kind <= static_cast<uint8_t>(FrameKind::kResult);
  if (length > kMostBytes || !is_known) {
    return invalid_input(
        fmt::format("a frame of kind {} and {} bytes is none of ours", kind, length));
  }
  if (received_.size() < kHeadBytes + length) return std::optional<Frame>();
  const auto first = received_.begin() + kHeadBytes;
  Frame frame{static_cast<FrameKind>(kind), {first, first + length}};
  received_.erase(received_.begin(), first + length);
  return std::optional(std::move(frame));
}

Result<std::optional<Frame>> FrameLink::receive(int timeout_ms) {
  while (true) {
    NIGHTJAR_ASSIGN(auto frame, take_frame());
    if (frame) return frame;
    if (!wait_for(fd_, POLLIN, timeout_ms)) return std::optional<Frame>();
    const size_t had = received_.size();
    received_.resize(had + kReadBytes);
    const ssize_t count = recv(fd_, received_.data() + had, kReadBytes, MSG_DONTWAIT);
    received_.resize(had + (count > 0 ? static_cast<size_t>(count) : 0));
    const bool again = count < 0 && (errno == EAGAIN || errno == EINTR);
    if (count <= 0 && !again) return closed();
  }
}

Result<std::pair<FrameLink, FrameLink>> make_link() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return io_error(fmt::format("a link between two processes: {}", std::strerror(errno)));
  }
  return std::pair(FrameLink(ends[0]), FrameLink(ends[1]));
}

}  // namespace nightjar::worker
