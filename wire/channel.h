// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// The two ends of a conversation. Every wait has a deadline; nothing is queued without a bound.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "wire/codec.h"
#include "wire/messages.h"

namespace nightjar::wire {

/// How long to wait. A readable `wake_fd` ends the wait early; it is left unread.
struct Wait {
  int64_t timeout_ns = 0;  ///< 0: only what is there already.
  int wake_fd = -1;        ///< None below 0.
};

/// Names one connection of one peer; opaque, and another one after the peer has reconnected.
using PeerId = std::string;

struct Incoming {
  PeerId from;
  Result<Message> message;  ///< Or why the bytes were refused.
};

/// The coordinator's end. Use it from one thread.
class ServerChannel {
 public:
  virtual ~ServerChannel() = default;

  /// The next message, or none when the wait is over.
  virtual Result<std::optional<Incoming>> receive(const Wait& wait) = 0;
  /// Never blocks. kNotFound when the peer has gone, kTimeout when it takes nothing any more.
  virtual Status send(const PeerId& to, const Message& message) = 0;
  /// Where peers connect to, with the port that was chosen for "tcp://HOST:*".
  virtual std::string endpoint() const = 0;
};

/// A worker's or client's end. It connects and reconnects by itself. Use it from one thread.
class ClientChannel {
 public:
  virtual ~ClientChannel() = default;

  /// Never blocks. kTimeout when nothing listens there for so long that the queue is full.
  virtual Status send(const Message& message) = 0;
  /// The next message, or none when the wait is over. A message that cannot be read is an error
  /// of kInvalidInput; the channel stays usable.
  virtual Result<std::optional<Message>> receive(const Wait& wait) = 0;
};

/// Endpoints read "tcp://HOST:PORT".
Result<std::unique_ptr<ServerChannel>> listen(const std::string& endpoint);
Result<std::unique_ptr<ClientChannel>> connect(const std::string& endpoint);

}  // namespace nightjar::wire
