// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "worker/frame_link.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <cstring>
#include <thread>

namespace nightjar::worker {
namespace {

std::vector<std::byte> bytes_of(const std::string& text) {
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

TEST(FrameLink, FramesArriveWholeAndInOrder) {
  auto link = make_link();
  ASSERT_TRUE(link.ok());
  auto& [near, far] = *link;
  ASSERT_TRUE(near.send(FrameKind::kJob, bytes_of("one"), 100).ok());
  ASSERT_TRUE(near.send(FrameKind::kStage, {}, 100).ok());
  const auto first = far.receive(0);
  ASSERT_TRUE(first.ok() && *first);
  EXPECT_EQ(**first, (Frame{FrameKind::kJob, bytes_of("one")}));
  const auto second = far.receive(0);
  ASSERT_TRUE(second.ok() && *second);
  EXPECT_EQ((**second).kind, FrameKind::kStage);
  const auto none = far.receive(0);
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(*none);
}

TEST(FrameLink, ALargeFrameCrossesASmallBuffer) {
  auto link = make_link();
  ASSERT_TRUE(link.ok());
  auto& [near, far] = *link;
  const std::vector<std::byte> large(5u << 20, std::byte{42});
  std::thread sender(
      [&near = near, &large] { EXPECT_TRUE(near.send(FrameKind::kResult, large, 10'000).ok()); });
  const auto frame = far.receive(10'000);
  sender.join();
  ASSERT_TRUE(frame.ok() && *frame);
  EXPECT_EQ((**frame).payload, large);
}

TEST(FrameLink, ASlowReaderIsGivenUpOn) {
  auto link = make_link();
  ASSERT_TRUE(link.ok());
  const std::vector<std::byte> large(5u << 20, std::byte{42});
  const Status sent = link->first.send(FrameKind::kResult, large, 0);
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().kind, ErrorKind::kTimeout);
}

TEST(FrameLink, AClosedLinkIsToldApartFromSilence) {
  auto link = make_link();
  ASSERT_TRUE(link.ok());
  FrameLink near = std::move(link->first);
  { const FrameLink gone = std::move(link->second); }
  const auto received = near.receive(0);
  ASSERT_FALSE(received.ok());
  EXPECT_EQ(received.error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(near.send(FrameKind::kJob, {}, 0).ok());
}

TEST(FrameLink, BytesThatAreNoFrameAreRefused) {
  for (const auto& [length, kind] : {std::pair<uint32_t, uint8_t>{0xffffffffu, 2}, {4u, 99}}) {
    auto link = make_link();
    ASSERT_TRUE(link.ok());
    unsigned char head[5];
    std::memcpy(head, &length, sizeof length);
    head[4] = kind;
    ASSERT_EQ(::send(link->first.fd(), head, sizeof head, 0), 5);
    const auto received = link->second.receive(0);
    ASSERT_FALSE(received.ok());
    EXPECT_EQ(received.error().kind, ErrorKind::kInvalidInput);
  }
}

}  // namespace
}  // namespace nightjar::worker
