// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// One ZeroMQ socket with its context: deadlines on every wait, no message kept after closing.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "wire/channel.h"

namespace nightjar::wire {

/// The frames of one message, first to last.
using Frames = std::vector<std::string>;

/// For the channels only: no other file knows ZeroMQ. Use it from one thread.
class Socket {
 public:
  enum class Role : uint8_t { kServer, kClient };

  /// Binds as a server, or starts to connect as a client.
  static Result<Socket> open(Role role, const std::string& endpoint);

  Socket(Socket&& other) noexcept;
  Socket& operator=(Socket&& other) noexcept;
  ~Socket();

  /// Where the socket is bound or connected to.
  std::string endpoint() const;
  /// Never blocks: kNotFound for a server's peer that has gone, kTimeout for a full queue.
  Status send(const std::string* to, std::span<const std::byte> payload);
  Result<std::optional<Frames>> receive(const Wait& wait);

 private:
  Socket() = default;
  Status set_options(Role role);
  Result<bool> wait_readable(const Wait& wait);
  void close();

  void* context_ = nullptr;
  void* socket_ = nullptr;
};

}  // namespace nightjar::wire
