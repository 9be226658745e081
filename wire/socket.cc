// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "wire/socket.h"

#include <fmt/format.h>
#include <zmq.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace nightjar::wire {
namespace {

constexpr int kHeartbeatMs = 1000;
constexpr int kHeartbeatTimeoutMs = 4000;
constexpr int kHandshakeMs = 5000;
constexpr int kReconnectMs = 100;
constexpr int kReconnectMaxMs = 2000;
constexpr int kServerQueueMessages = 1000;  // A peer that reads no more is given up beyond this.
constexpr int kClientQueueMessages = 16;
constexpr size_t kMaxFrames = 8;
constexpr int64_t kMaxWaitMs = 60'000;

Error failure(const std::string& what) {
  return io_error(fmt::format("{}: {}", what, zmq_strerror(zmq_errno())));
}

Status set_number(void* socket, int option, int value) {
  if (zmq_setsockopt(socket, option, &value, sizeof value) == 0) return {};
  return failure("setting a socket option");
}

Status check_endpoint(const std::string& endpoint) {
  const bool is_tcp = endpoint.rfind("tcp://", 0) == 0;
  if (is_tcp && endpoint.find(':', 6) != std::string::npos) return {};
  return invalid_input(fmt::format("'{}' is no endpoint such as tcp://127.0.0.1:7070", endpoint));
}

/// A received frame that frees itself.
class Frame {
 public:
  Frame() { zmq_msg_init(&message_); }
  ~Frame() { zmq_msg_close(&message_); }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  bool receive(void* socket) { return zmq_msg_recv(&message_, socket, ZMQ_DONTWAIT) >= 0; }
  bool has_more() const { return zmq_msg_more(&message_) != 0; }
  std::string text() {
    return {static_cast<const char*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)};
  }

 private:
  zmq_msg_t message_;
};

Status sent(int rc) {
  if (rc >= 0) return {};
  if (zmq_errno() == EHOSTUNREACH) return not_found("the peer has gone");
  if (zmq_errno() == EAGAIN) {
    return Error{ErrorKind::kTimeout, "the peer takes no messages at the moment"};
  }
  return failure("sending a message");
}

}  // namespace

Result<Socket> Socket::open(Role role, const std::string& endpoint) {
  NIGHTJAR_TRY(check_endpoint(endpoint));
  Socket opened;
  opened.context_ = zmq_ctx_new();
  if (opened.context_ == nullptr) return failure("opening ZeroMQ");
  opened.socket_ = zmq_socket(opened.context_, role == Role::kServer ? ZMQ_ROUTER : ZMQ_DEALER);
  if (opened.socket_ == nullptr) return failure("opening a socket");
  NIGHTJAR_TRY(opened.set_options(role));
  const int rc = role == Role::kServer ? zmq_bind(opened.socket_, endpoint.c_str())
                                       : zmq_connect(opened.socket_, endpoint.c_str());
  if (rc != 0) {
    return failure(role == Role::kServer ? "listening on " + endpoint
                                         : "connecting to " + endpoint);
  }
  return opened;
}

Socket::Socket(Socket&& other) noexcept
    : context_(std::exchange(other.context_, nullptr)),
      socket_(std::exchange(other.socket_, nullptr)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
  if (this == &other) return *this;
  close();
  context_ = std::exchange(other.context_, nullptr);
  socket_ = std::exchange(other.socket_, nullptr);
  return *this;
}

Socket::~Socket() { close(); }

void Socket::close() {
  if (socket_ != nullptr) zmq_close(socket_);
  if (context_ != nullptr) zmq_ctx_term(context_);
}

Status Socket::set_options(Role role) {
  const int64_t max_bytes = kMaxMessageBytes;
  if (zmq_setsockopt(socket_, ZMQ_MAXMSGSIZE, &max_bytes, sizeof max_bytes) != 0) {
    return failure("setting a socket option");
  }
  NIGHTJAR_TRY(set_number(socket_, ZMQ_LINGER, 0));
  NIGHTJAR_TRY(set_number(socket_, ZMQ_HEARTBEAT_IVL, kHeartbeatMs));
  NIGHTJAR_TRY(set_number(socket_, ZMQ_HEARTBEAT_TIMEOUT, kHeartbeatTimeoutMs));
  NIGHTJAR_TRY(set_number(socket_, ZMQ_HANDSHAKE_IVL, kHandshakeMs));
  const int queue = role == Role::kServer ? kServerQueueMessages : kClientQueueMessages;
  NIGHTJAR_TRY(set_number(socket_, ZMQ_SNDHWM, queue));
  NIGHTJAR_TRY(set_number(socket_, ZMQ_RCVHWM, queue));
  if (role == Role::kServer) return set_number(socket_, ZMQ_ROUTER_MANDATORY, 1);
  NIGHTJAR_TRY(set_number(socket_, ZMQ_RECONNECT_IVL, kReconnectMs));
  return set_number(socket_, ZMQ_RECONNECT_IVL_MAX, kReconnectMaxMs);
}

std::string Socket::endpoint() const {
  char text[256] = {};
  size_t length = sizeof text;
  if (zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, text, &length) != 0) return {};
  return text;
}

Status Socket::send(const std::string* to, std::span<const std::byte> payload) {
  if (to != nullptr) {
    NIGHTJAR_TRY(sent(zmq_send(socket_, to->data(), to->size(), ZMQ_DONTWAIT | ZMQ_SNDMORE)));
  }
  return sent(zmq_send(socket_, payload.data(), payload.size(), ZMQ_DONTWAIT));
}

Result<bool> Socket::wait_readable(const Wait& wait) {
  zmq_pollitem_t items[] = {{socket_, 0, ZMQ_POLLIN, 0}, {nullptr, wait.wake_fd, ZMQ_POLLIN, 0}};
  const int64_t timeout_ms = (wait.timeout_ns + 999'999) / 1'000'000;
  const int count = wait.wake_fd >= 0 ? 2 : 1;
  const int rc = zmq_poll(items, count, std::clamp<int64_t>(timeout_ms, 0, kMaxWaitMs));
  if (rc < 0 && zmq_errno() != EINTR) return failure("waiting for a message");
  return rc > 0 && (items[0].revents & ZMQ_POLLIN) != 0;
}

Result<std::optional<Frames>> Socket::receive(const Wait& wait) {
  NIGHTJAR_ASSIGN(const bool is_readable, wait_readable(wait));
  if (!is_readable) return std::optional<Frames>();
  Frames frames;
  for (bool has_more = true; has_more;) {
    Frame frame;
    if (!frame.receive(socket_)) {
      if (zmq_errno() == EAGAIN || zmq_errno() == EINTR) return std::optional<Frames>();
      return failure("receiving a message");
    }
    has_more = frame.has_more();
    if (frames.size() < kMaxFrames) frames.push_back(frame.text());
  }
  return std::optional(std::move(frames));
}

}  // namespace nightjar::wire
