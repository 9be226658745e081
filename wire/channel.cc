// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "wire/channel.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "wire/socket.h"

namespace nightjar::wire {
namespace {

std::span<const std::byte> bytes_of(const std::string& frame) {
  return std::as_bytes(std::span(frame.data(), frame.size()));
}

/// Decodes what follows the first `address_frames` frames, which must be one frame.
Result<Message> message_in(const Frames& frames, size_t address_frames) {
  if (frames.size() != address_frames + 1) {
    return invalid_input(fmt::format("a message has {} frames, one is wanted",
                                     frames.size() - std::min(address_frames, frames.size())));
  }
  return decode(bytes_of(frames[address_frames]));
}

class SocketServer final : public ServerChannel {
 public:
  explicit SocketServer(Socket socket) : socket_(std::move(socket)) {}

  Result<std::optional<Incoming>> receive(const Wait& wait) override {
    NIGHTJAR_ASSIGN(const std::optional<Frames> frames, socket_.receive(wait));
    if (!frames) return std::optional<Incoming>();
    return std::optional(Incoming{frames->front(), message_in(*frames, 1)});
  }

  Status send(const PeerId& to, const Message& message) override {
    NIGHTJAR_ASSIGN(const std::vector<std::byte> bytes, encode(message));
    return socket_.send(&to, bytes);
  }

  std::string endpoint() const override { return socket_.endpoint(); }

 private:
  Socket socket_;
};

class SocketClient final : public ClientChannel {
 public:
  explicit SocketClient(Socket socket) : socket_(std::move(socket)) {}

  Status send(const Message& message) override {
    NIGHTJAR_ASSIGN(const std::vector<std::byte> bytes, encode(message));
    return socket_.send(nullptr, bytes);
  }

  Result<std::optional<Message>> receive(const Wait& wait) override {
    NIGHTJAR_ASSIGN(const std::optional<Frames> frames, socket_.receive(wait));
    if (!frames) return std::optional<Message>();
    NIGHTJAR_ASSIGN(Message message, message_in(*frames, 0));
    return std::optional(std::move(message));
  }

 private:
  Socket socket_;
};

}  // namespace

Result<std::unique_ptr<ServerChannel>> listen(const std::string& endpoint) {
  NIGHTJAR_ASSIGN(Socket socket, Socket::open(Socket::Role::kServer, endpoint));
  return std::unique_ptr<ServerChannel>(std::make_unique<SocketServer>(std::move(socket)));
}

Result<std::unique_ptr<ClientChannel>> connect(const std::string& endpoint) {
  NIGHTJAR_ASSIGN(Socket socket, Socket::open(Socket::Role::kClient, endpoint));
  return std::unique_ptr<ClientChannel>(std::make_unique<SocketClient>(std::move(socket)));
}

}  // namespace nightjar::wire
