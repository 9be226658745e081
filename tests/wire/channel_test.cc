// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "wire/channel.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.h>

#include "tests/wire/examples.h"

namespace nightjar::wire {
namespace {

constexpr Wait kLong{10'000'000'000, -1};  // Passed only when a test fails.

class ChannelTest : public testing::Test {
 protected:
  void SetUp() override {
    auto server = listen("tcp://127.0.0.1:*");
    ASSERT_TRUE(server.ok()) << server.error().message;
    server_ = std::move(*server);
  }

  std::unique_ptr<ClientChannel> client() {
    auto client = connect(server_->endpoint());
    EXPECT_TRUE(client.ok()) << client.error().message;
    return std::move(*client);
  }

  Incoming next() {
    auto incoming = server_->receive(kLong);
    EXPECT_TRUE(incoming.ok() && incoming->has_value());
    return incoming.ok() && *incoming ? **incoming : Incoming{"", internal_error("nothing came")};
  }

  std::unique_ptr<ServerChannel> server_;
};

TEST_F(ChannelTest, MessagesTravelBothWaysBetweenManyPeers) {
  const auto first = client(), second = client();
  for (uint64_t seed = 0; seed < 20; ++seed) {
    for (ClientChannel* channel : {first.get(), second.get()}) {
      const Message question = ExampleMaker(seed).message(), answer = ExampleMaker(~seed).message();
      ASSERT_TRUE(channel->send(question).ok());
      const Incoming incoming = next();
      ASSERT_TRUE(incoming.message.ok()) << incoming.message.error().message;
      EXPECT_TRUE(*incoming.message == question);
      ASSERT_TRUE(server_->send(incoming.from, answer).ok());
      const auto reply = channel->receive(kLong);
      ASSERT_TRUE(reply.ok() && reply->has_value());
      EXPECT_TRUE(**reply == answer);
    }
  }
}

TEST_F(ChannelTest, WaitsEnd) {
  const auto nothing = server_->receive({1'000'000, -1});
  ASSERT_TRUE(nothing.ok());
  EXPECT_FALSE(nothing->has_value());
}

TEST_F(ChannelTest, AReadableFileEndsAWait) {
  const int wake_fd = eventfd(1, EFD_CLOEXEC);
  const auto nothing = server_->receive({3'600'000'000'000, wake_fd});
  ASSERT_TRUE(nothing.ok());
  EXPECT_FALSE(nothing->has_value());
  close(wake_fd);
}

TEST_F(ChannelTest, SendingToAPeerThatIsGoneSaysSo) {
  const Status status = server_->send("nobody", Refusal{"hello"});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().kind, ErrorKind::kNotFound);
}

TEST_F(ChannelTest, AClientWithoutServerNeitherBlocksNorQueuesForEver) {
  auto lonely = connect("tcp://127.0.0.1:1");
  ASSERT_TRUE(lonely.ok());
  Status status;
  int sent = 0;
  while (status.ok() && sent < 1000) {
    status = (*lonely)->send(StatusRequest{});
    ++sent;
  }
  EXPECT_EQ(status.error().kind, ErrorKind::kTimeout);
  EXPECT_LT(sent, 100);
}

TEST_F(ChannelTest, RefusesWrongEndpoints) {
  for (const char* endpoint : {"", "localhost:7070", "tcp://localhost", "ipc:///tmp/x", "tcp://"}) {
    EXPECT_FALSE(listen(endpoint).ok()) << endpoint;
    EXPECT_FALSE(connect(endpoint).ok()) << endpoint;
  }
  EXPECT_EQ(connect("localhost:7070").error().message,
            "'localhost:7070' is no endpoint such as tcp://127.0.0.1:7070");
}

TEST_F(ChannelTest, RefusesAPortInUse) {
  const auto second = listen(server_->endpoint());
  ASSERT_FALSE(second.ok());
  EXPECT_NE(second.error().message.find("Address already in use"), std::string::npos);
}

/// A peer that speaks ZeroMQ and nothing else of ours.
class RawPeer {
 public:
  explicit RawPeer(const std::string& endpoint)
      : context_(zmq_ctx_new()), socket_(zmq_socket(context_, ZMQ_DEALER)) {
    const int linger_ms = 0;
    zmq_setsockopt(socket_, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    EXPECT_EQ(zmq_connect(socket_, endpoint.c_str()), 0);
  }
  ~RawPeer() {
    zmq_close(socket_);
    zmq_ctx_term(context_);
  }
  void send(const std::vector<std::string>& frames) {
    for (size_t i = 0; i < frames.size(); ++i) {
      const int more = i + 1 < frames.size() ? ZMQ_SNDMORE : 0;
      ASSERT_GE(zmq_send(socket_, frames[i].data(), frames[i].size(), more), 0);
    }
  }

 private:
  void *context_, *socket_;
};

TEST_F(ChannelTest, HostileFramesAreRefusedAndTheServerGoesOn) {
  RawPeer peer(server_->endpoint());
  peer.send({"garbage"});
  EXPECT_EQ(next().message.error().message, "7 bytes are no message of ours");
  peer.send({"a", "b"});
  EXPECT_EQ(next().message.error().message, "a message has 2 frames, one is wanted");
  peer.send(std::vector<std::string>(1000, "x"));
  EXPECT_FALSE(next().message.ok());
  peer.send({""});
  EXPECT_EQ(next().message.error().message, "0 bytes are no message of ours");

  const auto honest = client();
  ASSERT_TRUE(honest->send(StatusRequest{"r1", false}).ok());
  EXPECT_TRUE(next().message.ok());
}

}  // namespace
}  // namespace nightjar::wire
