// SPDX-FileCopyrightText: 2026 The Nightjar authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/client.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace nightjar::cli {
namespace {

constexpr int64_t kSecondNs = 1'000'000'000;
constexpr int64_t kAskAgainNs = 2 * kSecondNs;
constexpr int64_t kGiveUpNs = 10 * kSecondNs;

}  // namespace

Result<Client> Client::connect(const std::string& endpoint) {
  NIGHTJAR_ASSIGN(auto channel, wire::connect(endpoint));
  return Client(endpoint, std::move(channel));
}

template <typename Reply>
Result<Reply> Client::ask(const wire::Message& request) {
  const int64_t give_up_ns = clock_.steady_ns() + kGiveUpNs;
  int64_t ask_ns = clock_.steady_ns();
  while (clock_.steady_ns() < give_up_ns) {
    if (clock_.steady_ns() >= ask_ns) {
      const Status sent = channel_->send(request);
      if (!sent.ok() && sent.error().kind != ErrorKind::kTimeout) return sent.error();
      ask_ns = clock_.steady_ns() + kAskAgainNs;
    }
    NIGHTJAR_ASSIGN(std::optional<wire::Message> answer, channel_->receive({kAskAgainNs / 4, -1}));
    if (!answer) continue;
    if (const auto* refusal = std::get_if<wire::Refusal>(&*answer)) {
      return invalid_input(endpoint_ + ": " + refusal->sentence);
    }
    if (auto* reply = std::get_if<Reply>(&*answer)) {
      if (!reply->error.empty()) return invalid_input(endpoint_ + ": " + reply->error);
      return std::move(*reply);
    }
  }
  return Error{ErrorKind::kTimeout,
               fmt::format("no coordinator answers at {}; is 'nightjar coordinator' running there?",
                           endpoint_)};
}

Result<wire::SubmitReply> Client::submit(const wire::SubmitRequest& request) {
  return ask<wire::SubmitReply>(request);
}

Result<wire::StatusReply> Client::status(const wire::StatusRequest& request) {
  return ask<wire::StatusReply>(request);
}

Result<wire::StatusReply> Client::cancel(const wire::CancelRequest& request) {
  return ask<wire::StatusReply>(request);
}

}  // namespace nightjar::cli
