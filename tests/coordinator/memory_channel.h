// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
// A server's channel without a network: tests put messages in and look at what comes out.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "wire/channel.h"

namespace nightjar::coordinator {

class MemoryChannel final : public wire::ServerChannel {
 public:
  void put(const wire::PeerId& from, Result<wire::Message> message) {
    incoming.push_back({from, std::move(message)});
  }

  Result<std::optional<wire::Incoming>> receive(const wire::Wait&) override {
    if (incoming.empty()) return std::optional<wire::Incoming>();
    wire::Incoming first = std::move(incoming.front());
    incoming.pop_front();
    return std::optional(std::move(first));
  }
  Status send(const wire::PeerId& to, const wire::Message& message) override {
    sent.emplace_back(to, message);
    return {};
  }
  std::string endpoint() const override { return "memory"; }

  std::deque<wire::Incoming> incoming;
  std::vector<std::pair<wire::PeerId, wire::Message>> sent;
};

}  // namespace nightjar::coordinator
